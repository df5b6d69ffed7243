import { type ChildProcess, spawn } from "node:child_process"
import { performance } from "node:perf_hooks"

/** A server of the Model Context Protocol that was greeted, over its standard streams. */
export interface Conversation {
  readonly pid: number
  /** Asks one thing and waits for its answer; what the answer holds, and how long it took in milliseconds. */
  readonly ask: (method: string, params?: object) => Promise<{ readonly result: unknown; readonly millis: number }>
  readonly close: () => void
}

const hello = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "bench", version: "1.0.0" } }

export const converse = async (words: ReadonlyArray<string>, environment: NodeJS.ProcessEnv): Promise<Conversation> => {
  const server = spawn(process.execPath, words, { env: environment, stdio: ["pipe", "pipe", "inherit"] })
  const ask = exchange(server)
  await ask("initialize", hello)
  server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" })}\n`)
  return { pid: server.pid ?? 0, ask, close: () => server.kill("SIGKILL") }
}

/** One question after the other: a client library would cost more than what is measured. */
const exchange = (server: ChildProcess): Conversation["ask"] => {
  let id = 0
  let rest = ""
  let take: (line: string) => void = () => {}
  let lose: (error: Error) => void = () => {}
  server.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) take(line)
  })
  server.once("exit", () => lose(new Error("The server ended.")))
  return (method, params = {}) =>
    new Promise((resolve, reject) => {
      const asked = ++id
      const since = performance.now()
      lose = reject
      take = (line) => {
        const millis = performance.now() - since
        const answer = JSON.parse(line) as { readonly id?: number; readonly result?: unknown; readonly error?: unknown }
        if (answer.id !== asked) return
        if (answer.error !== undefined) reject(new Error(line))
        else resolve({ result: answer.result, millis })
      }
      server.stdin?.write(`${JSON.stringify({ jsonrpc: "2.0", id: asked, method, params })}\n`)
    })
}
