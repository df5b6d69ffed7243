import assert from "node:assert/strict"
import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "outbound-fresh-clone-"))
const clone = join(folder, "clone")
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the demo must have printed, line by line, in this order. */
const expectedLines: ReadonlyArray<RegExp> = [
  /^No phone rings: an emulated provider listens on http:\/\/127\.0\.0\.1:\d+; its clock runs 10 times faster\.$/m,
  /^Call call_[0-9A-Z]{26} to \+1415•••0100 \(simulated\)$/m,
  /^ {2}initiated$/m,
  /^ {4}agent: Hello Ada/m,
  /^ {2}the line is down: answered$/m,
  /^\[00:00\] Agent: Hello Ada/m,
  /^Done: one POST placed one call over HTTP, 7 turns/m,
  /^ {2}npx -y pnpm@12\.21\.0 -s outbound transcript call_/m,
  /^ {2}npx -y pnpm@12\.21\.0 -s outbound call /m,
  /^ {2}npx -y pnpm@12\.21\.0 -s outbound calls --simulate$/m
]

/** A server that speaks to nobody and counts who tried. */
const lure = async () => {
  let connections = 0
  const server = createServer((socket) => {
    connections++
    socket.destroy()
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  return { port: (server.address() as AddressInfo).port, connections: () => connections, close: () => server.close() }
}

/** Only what reaching the package registry may need; the machine's own Node and npm, nothing of this working tree. */
const cleared = (): Record<string, string> => {
  const kept = /^(https?_proxy|no_proxy|npm_config_registry|node_extra_ca_certs|ssl_cert_file)$/i
  const own = Object.entries(process.env).flatMap(([name, value]) => (kept.test(name) && value ? [[name, value]] : []))
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((entry) => !entry.includes("node_modules"))
  return { ...Object.fromEntries(own), PATH: path.join(delimiter), HOME: join(folder, "home") }
}

const run = async (environment: Record<string, string>, command: string, ...flags: ReadonlyArray<string>) => {
  const child = spawn(command, flags, { cwd: clone, env: environment, stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (output += String(data)))
  const [status] = await once(child, "close")
  return { status, output }
}

test("the demo runs in a fresh clone and ignores the settings of a real provider", async () => {
  const provider = await lure()
  const database = await lure()
  execFileSync("git", ["clone", "--quiet", "--no-hardlinks", root, clone])
  const { status, output } = await run(
    {
      ...cleared(),
      ELEVENLABS_API_KEY: "sk_0000000000000000000000000000000000000000000000",
      ELEVENLABS_BASE_URL: `http://127.0.0.1:${provider.port}`,
      ELEVEN_LABS_AGENT_ID: "agent_0000000000000000000000000000",
      ELEVENLABS_AGENT_ID: "agent_0000000000000000000000000000",
      PHONE_NUMBER_ID: "phnum_0000000000000000000000000000",
      TWILIO_PHONE_NUMBER: "+14155550199",
      TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000000",
      TWILIO_AUTH_TOKEN: "00000000000000000000000000000000",
      OUTBOUND_PROVIDER: "elevenlabs",
      DATABASE_URL: `postgres://calls:calls@127.0.0.1:${database.port}/calls`
    },
    "npx",
    "-y",
    "pnpm@12.21.0",
    "demo"
  )
  provider.close()
  database.close()

  assert.equal(status, 0, output)
  assert.equal(provider.connections(), 0, "the demo called the provider of the environment")
  assert.equal(database.connections(), 0, "the demo opened the database of the environment")
  let rest = output
  for (const line of expectedLines) {
    expect(rest).toMatch(line)
    rest = rest.slice(rest.search(line))
  }
})
