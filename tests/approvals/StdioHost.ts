import { createInterface } from "node:readline"
import { programs } from "../service/Programs.ts"
import type { Wish } from "../torture/People.ts"
import { start } from "../torture/Process.ts"
import { type Answer, type Hosting, placing, type Told, toldBy } from "./Host.ts"

const initialize = {
  protocolVersion: "2025-11-25",
  capabilities: { elicitation: {} },
  clientInfo: { name: "host", version: "1.0.0" }
}

interface Line extends Answer {
  readonly method?: string
  readonly params?: { readonly message?: string }
}

/**
 * The MCP server on standard input and output, in a revision that asks while the tool runs. What is asked for has an
 * answer of its own: the question first, then what became of it.
 */
export const stdioHost: Hosting = async (environment) => {
  const child = start(process.execPath, [programs.mcp], { env: environment, stdio: ["pipe", "pipe", "ignore"] })
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()))
  const waiting = new Map<string, PromiseWithResolvers<Told>>()
  const say = (message: object) => void child.stdin?.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`)
  const tell = (name: string, told: Told) => {
    waiting.get(name)?.resolve(told)
    waiting.delete(name)
  }
  const hear = (line: Line) => {
    if (line.method === "elicitation/create") {
      tell(/\+\d+/.exec(line.params?.message ?? "")?.[0] ?? "", { type: "question", state: line.id })
    } else if (line.method === undefined) tell(String(line.id), toldBy(line))
  }
  if (child.stdout === null) throw new Error("a server without output")
  createInterface({ input: child.stdout }).on("line", (text) => hear(JSON.parse(text) as Line))
  const next = (name: string): Promise<Told> => {
    const told = waiting.get(name) ?? Promise.withResolvers<Told>()
    waiting.set(name, told)
    return Promise.race([told.promise, ended.then((): Told => ({ type: "gone" }))])
  }
  const begun = next("initialize")
  say({ id: "initialize", method: "initialize", params: initialize })
  await begun
  say({ method: "notifications/initialized" })
  const answerFor = ({ to }: Wish) => next(`place ${to}`)
  const accept = (id: unknown) => say({ id, result: { action: "accept", content: { call: true } } })
  return {
    ask: (wishes) =>
      Promise.all(
        wishes.map((wish) => {
          const question = next(wish.to)
          const answer = answerFor(wish)
          say({
            id: `place ${wish.to}`,
            method: "tools/call",
            params: { name: "place_call", arguments: placing(wish) }
          })
          return Promise.race([question, answer])
        })
      ),
    sayYes: (yeses) =>
      Promise.all(
        yeses.map(({ state, wish }) => {
          const answer = answerFor(wish)
          accept(state)
          return answer
        })
      ),
    bring: async (yeses) => {
      for (const { state } of yeses) accept(state)
      const heard = next("ping")
      say({ id: "ping", method: "ping" })
      await heard
    },
    end: async (signal) => {
      child.kill(signal)
      await ended
    }
  }
}
