import { once } from "node:events"
import { createServer } from "node:http"

/** An OpenTelemetry collector on this machine that keeps what it is sent, by path. */
export interface Collector {
  readonly origin: string
  readonly sent: (path: string) => string
  readonly close: () => void
}

export const collect = async (): Promise<Collector> => {
  const sent = new Map<string, string>()
  const server = createServer((request, response) => {
    let body = ""
    request.on("data", (chunk: Buffer) => (body += chunk.toString()))
    request.on("end", () => {
      sent.set(request.url ?? "", `${sent.get(request.url ?? "") ?? ""}${body}\n`)
      response.end("{}")
    })
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the collector has no port")
  return {
    origin: `http://127.0.0.1:${address.port}`,
    sent: (path) => sent.get(path) ?? "",
    close: () => {
      server.closeAllConnections()
      server.close()
    }
  }
}
