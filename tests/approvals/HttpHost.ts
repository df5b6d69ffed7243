import { execFileSync } from "node:child_process"
import { programs } from "../service/Programs.ts"
import type { Wish } from "../torture/People.ts"
import { start } from "../torture/Process.ts"
import { type Answer, type Host, type Hosting, placing, type Told, toldBy } from "./Host.ts"

const revision = "2026-07-28"

const meta = {
  "io.modelcontextprotocol/protocolVersion": revision,
  "io.modelcontextprotocol/clientCapabilities": { elicitation: {} },
  "io.modelcontextprotocol/clientInfo": { name: "host", version: "1.0.0" }
}

/** The MCP server over HTTP with a key, in the revision that asks by answering: the yes comes in a request of its own. */
export const httpHost =
  (key: string): Hosting =>
  async (environment) => {
    const child = start(process.execPath, [programs.mcp, "--http", "--port", "0"], {
      env: environment,
      stdio: ["pipe", "ignore", "pipe"]
    })
    const ended = new Promise<void>((resolve) => child.once("close", () => resolve()))
    const url = await new Promise<string>((resolve, reject) => {
      let said = ""
      child.stderr?.on("data", (chunk) => {
        said += String(chunk)
        const found = /http:\/\/127\.0\.0\.1:\d+\/mcp/.exec(said)
        if (found) resolve(found[0])
      })
      void ended.then(() => reject(new Error(`The server ended: ${said}`)))
    })
    const place = async (wish: Wish, more: object = {}): Promise<Told> => {
      try {
        const answer = await fetch(url, {
          method: "POST",
          headers: {
            accept: "application/json, text/event-stream",
            "content-type": "application/json",
            authorization: `Bearer ${key}`,
            "mcp-protocol-version": revision,
            "mcp-method": "tools/call",
            "mcp-name": "place_call"
          },
          body: JSON.stringify({
            jsonrpc: "2.0",
            id: 1,
            method: "tools/call",
            params: { name: "place_call", arguments: placing(wish), ...more, _meta: meta }
          })
        })
        return toldBy(messageIn(await answer.text()))
      } catch {
        return { type: "gone" }
      }
    }
    const inputResponses = { approval: { action: "accept", content: { call: true } } }
    const sayYes: Host["sayYes"] = (yeses) =>
      Promise.all(yeses.map(({ state, wish }) => place(wish, { inputResponses, requestState: state })))
    return {
      ask: (wishes) => Promise.all(wishes.map((wish) => place(wish))),
      sayYes,
      bring: async (yeses) => void (await sayYes(yeses)),
      end: async (signal) => {
        child.kill(signal)
        await ended
      }
    }
  }

/** A body that broke off has none. */
const messageIn = (body: string): Answer =>
  JSON.parse(body.startsWith("{") ? body : (/^data: (.*)$/m.exec(body)?.[1] ?? "gone")) as Answer

/** A key that places calls, and answers for the person at its host. */
export const makeAskingKey = (environment: NodeJS.ProcessEnv): string => {
  const scopes = ["calls:place", "calls:read", "calls:approve"].flatMap((scope) => ["--scope", scope])
  const words = ["keys", "create", "--name", "host", "--owner", "ada", ...scopes, "--profile", "asking", "--json"]
  const made = execFileSync(process.execPath, [programs.cli, ...words], { env: environment })
  return (JSON.parse(String(made)) as { readonly secret: string }).secret
}
