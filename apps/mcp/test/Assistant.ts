import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js"
import { assert } from "@effect/vitest"
import { Effect } from "effect"

const main = fileURLToPath(new URL("../dist/outbound-mcp.js", import.meta.url))

export interface Settings {
  /** The built launcher unless told. */
  readonly program?: string
  readonly simulate?: boolean
  readonly flags?: ReadonlyArray<string>
  readonly env?: Readonly<Record<string, string>>
}

const environment = (folder: string, { env }: Settings): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  ),
  OUTBOUND_DATA_DIR: folder,
  OUTBOUND_EMULATOR_SCALE: "100",
  ...env
})

const words = ({ flags = [], program = main, simulate = true }: Settings): Array<string> => [
  program,
  ...(simulate ? ["--simulate"] : []),
  ...flags
]

/** A ledger's folder, gone with the scope. */
export const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-mcp-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

/** The official client with the server as its child, as an assistant's host has it. */
export const assistant = Effect.fnUntraced(function* (
  path: string,
  settings: Settings = {},
  client: Client = new Client({ name: "assistant", version: "1.0.0" })
) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: words(settings),
    env: environment(path, settings),
    stderr: "ignore"
  })
  yield* Effect.acquireRelease(
    Effect.promise(() => client.connect(transport)),
    () => Effect.promise(() => client.close())
  )
  return client
})

/** Uses a tool; the client checks the result against the tool's output schema. */
export const use = (client: Client, name: string, given: Record<string, unknown>) =>
  Effect.promise(async () => {
    const answer = await client.callTool({ name, arguments: given })
    const content = answer.content as ReadonlyArray<{ readonly text: string }>
    assert.strictEqual(content.length, 1)
    return {
      isError: answer.isError === true,
      text: String(content[0]?.text),
      result: (answer.structuredContent ?? {}) as Readonly<Record<string, unknown>>
    }
  })

/** The server by itself, spoken to line by line. */
export const child = Effect.fnUntraced(function* (path: string, settings: Settings = {}) {
  const process_ = spawn(process.execPath, words(settings), { env: environment(path, settings) })
  yield* Effect.addFinalizer(() => Effect.sync(() => process_.kill("SIGKILL")))
  const written = { stdout: "", stderr: "" }
  for (const name of ["stdout", "stderr"] as const) {
    process_[name].setEncoding("utf8").on("data", (text: string) => (written[name] += text))
  }
  const ended = new Promise<{ readonly code: number | null; readonly at: number }>((resolve) => {
    process_.once("close", (code) => resolve({ code, at: performance.now() }))
  })
  return {
    written,
    say: (message: object | string) =>
      Effect.sync(
        () => void process_.stdin.write(`${typeof message === "string" ? message : JSON.stringify(message)}\n`)
      ),
    kill: (signal: "SIGTERM" | "SIGINT" | "SIGKILL") => Effect.sync(() => void process_.kill(signal)),
    closeInput: Effect.sync(() => void process_.stdin.end()),
    ended: Effect.promise(() => ended),
    /** Waits until something is there to be seen. */
    until: (seen: () => boolean) =>
      Effect.promise(
        () =>
          new Promise<void>((resolve) => {
            const look = () => seen() && resolve()
            process_.stdout.on("data", look)
            process_.stderr.on("data", look)
            look()
          })
      )
  }
})

export const hello = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "child", version: "1.0.0" } }
}
