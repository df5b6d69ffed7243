import { Effect, Layer } from "effect"
import { child, type Settings } from "./Assistant.ts"
import { Port } from "./HttpRig.ts"

/** The built server over HTTP on a free port, in a process of its own. */
export const listening = Effect.fnUntraced(function* (path: string, { flags = [], ...settings }: Settings = {}) {
  const server = yield* child(path, { ...settings, flags: ["--http", "--port", "0", ...flags] })
  yield* server.until(() => server.written.stderr.includes("/mcp"))
  return { server, port: Layer.succeed(Port, portOf(server.written.stderr)) }
})

const portOf = (text: string): number => Number(/http:\/\/127\.0\.0\.1:(\d+)\/mcp/.exec(text)?.[1])
