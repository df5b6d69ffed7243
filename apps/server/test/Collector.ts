import { createServer } from "node:http"
import { Effect } from "effect"

/** An OpenTelemetry collector on this machine that keeps what it is sent, by path. */
export const collector = Effect.acquireRelease(
  Effect.callback<{ readonly url: string; readonly sent: Map<string, string>; readonly close: () => void }>(
    (resume) => {
      const sent = new Map<string, string>()
      const server = createServer((request, response) => {
        let body = ""
        request.on("data", (chunk: Buffer) => (body += chunk.toString()))
        request.on("end", () => {
          const path = request.url ?? ""
          sent.set(path, `${sent.get(path) ?? ""}${body}\n`)
          response.end("{}")
        })
      }).listen(0, "127.0.0.1", () => {
        const address = server.address()
        const port = typeof address === "object" && address !== null ? address.port : 0
        resume(Effect.succeed({ url: `http://127.0.0.1:${port}`, sent, close: () => void server.close() }))
      })
    }
  ),
  ({ close }) => Effect.sync(close)
)
