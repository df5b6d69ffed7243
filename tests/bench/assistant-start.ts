// How long a host waits from starting a server until it has the list of tools: ours as it is installed, and one on the
// official SDK with the same tools, by turns in one run. `assistant-start.ts [rounds]`. Prints medians, their spread and
// ratio, and exits with 1 above a limit; the goal is 1.0.
import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { atMost } from "./Limits.ts"
import { median } from "./Load.ts"

const [rounds = 15] = process.argv.slice(2).map(Number)

/** What must hold also on a busy machine; the goal is 1.0. */
const limit = 1.5

const built = join(import.meta.dirname, "../../apps/mcp/dist/outbound-mcp.js")
const sdk = join(import.meta.dirname, "sdk-server.mjs")
if (!existsSync(built)) throw new Error("The MCP server is not built: run `pnpm run build` first.")

const folder = mkdtempSync(join(tmpdir(), "outbound-bench-"))
const environment = { PATH: process.env["PATH"], HOME: folder, OUTBOUND_DATA_DIR: join(folder, "data") }

const hello = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "bench", version: "1.0.0" } }
}
const messages = [
  hello,
  { jsonrpc: "2.0", method: "notifications/initialized" },
  { jsonrpc: "2.0", id: 2, method: "tools/list" }
]

interface Listed {
  readonly millis: number
  readonly tools: ReadonlyArray<{ readonly name: string }>
}

/** Starts a server, and asks for its tools as soon as it can be written to. */
const list = (words: ReadonlyArray<string>): Promise<Listed> =>
  new Promise((resolve, reject) => {
    const begun = performance.now()
    const server = spawn(process.execPath, words, { env: environment, stdio: ["pipe", "pipe", "inherit"] })
    server.stdin.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(""))
    let said = ""
    let listed: Listed | undefined
    server.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk
      const line = said.split("\n").find((text) => text.endsWith("}") && text.includes('"id":2'))
      if (line === undefined || listed !== undefined) return
      const { result } = JSON.parse(line) as { readonly result: Pick<Listed, "tools"> }
      listed = { millis: performance.now() - begun, tools: result.tools }
      server.stdin.end()
      server.kill("SIGTERM")
    })
    server.once("exit", () => (listed === undefined ? reject(new Error(`No list of tools: ${said}`)) : resolve(listed)))
  })

const quartiles = (values: ReadonlyArray<number>): string => {
  const sorted = values.toSorted((a, b) => a - b)
  return [0.25, 0.75].map((part) => sorted[Math.floor(part * (sorted.length - 1))]?.toFixed(0)).join("–")
}

try {
  const ours = [built, "--simulate"]
  const { tools } = await list(ours)
  const file = join(folder, "tools.json")
  writeFileSync(file, JSON.stringify(tools))
  const theirs = [sdk, file]
  const same = await list(theirs)
  if (same.tools.length !== tools.length) throw new Error("The servers do not offer the same tools.")
  const times: { readonly ours: Array<number>; readonly theirs: Array<number> } = { ours: [], theirs: [] }
  for (let round = 0; round < rounds; round++) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one start at a time
    times.ours.push((await list(ours)).millis)
    // oxlint-disable-next-line eslint/no-await-in-loop -- one start at a time
    times.theirs.push((await list(theirs)).millis)
  }
  const [one, other] = [median(times.ours), median(times.theirs)]
  const ratio = one / other
  const told = (millis: number, of: ReadonlyArray<number>) => `${millis.toFixed(0)} ms (${quartiles(of)})`
  console.log(`${tools.length} tools: ours ${told(one, times.ours)}, the official SDK ${told(other, times.theirs)}`)
  console.log(`ratio ${ratio.toFixed(2)}, limit ${limit}`)
  atMost(ratio, limit)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
