import { once } from "node:events"
import { createServer, type ServerResponse } from "node:http"
import type { Row } from "./Rows.ts"

/**
 * A small server that takes Twilio's request to create a call, for Twilio's client: the emulator offers none. It counts
 * the requests, takes each one as a ring, and answers as the row says.
 */
export interface RawCarrier {
  readonly origin: string
  /** The number of each request, in order. */
  readonly rings: ReadonlyArray<string>
  /** How requests for this number are answered. */
  readonly arm: (to: string, fault: Row["fault"]) => void
  readonly close: () => Promise<void>
}

export const openCarrier = async (): Promise<RawCarrier> => {
  const rings: Array<string> = []
  const faults = new Map<string, Row["fault"]>()
  const server = createServer((request, response) => {
    let body = ""
    request.on("data", (chunk: Buffer) => (body += String(chunk)))
    request.on("end", () => {
      const to = new URLSearchParams(body).get("To") ?? ""
      rings.push(to)
      answer(response, faults.get(to) ?? null)
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the carrier has no port")
  return {
    origin: `http://127.0.0.1:${address.port}`,
    rings,
    arm: (to, fault) => void faults.set(to, fault),
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, "close")
    }
  }
}

const answer = (response: ServerResponse, fault: Row["fault"]): void => {
  const created = JSON.stringify({ sid: `CA${"0".repeat(32)}`, status: "queued" })
  switch (fault?.kind) {
    case undefined:
      return json(response, 201, created)
    case "status":
      return json(response, fault?.status ?? 502, problem(fault?.status ?? 502))
    case "rate-limited":
      return json(response, 429, problem(429))
    case "html":
      response.writeHead(fault?.status ?? 502, { "content-type": "text/html" }).end("<h1>Error</h1>")
      return
    case "drop":
      response.socket?.destroy()
      return
    case "truncate":
      response.writeHead(201, { "content-type": "application/json", "content-length": created.length })
      response.write(created.slice(0, 10), () => response.socket?.destroy())
      return
    case "delay":
      return
    default:
      throw new Error(`Twilio has no answer like ${fault?.kind}`)
  }
}

const json = (response: ServerResponse, status: number, body: string): void =>
  void response.writeHead(status, { "content-type": "application/json" }).end(body)

const problem = (status: number): string =>
  JSON.stringify({ code: 20_000 + status, message: `The request failed with ${status}.`, status })
