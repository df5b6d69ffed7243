import { request as httpRequest } from "node:http"
import { everyKind, type Sink, variables } from "./Canaries.ts"

/** Asks a served server with its key, and keeps every answer with its headers. */
export interface Asker {
  /** Gives the body. Nothing planted may be in it, unless the request itself held it: then the answer is `own`. */
  readonly ask: (name: string, path: string, order?: Order, own?: "own") => Promise<string>
  readonly place: (name: string, to: string, more?: object) => Promise<string>
  readonly statuses: Readonly<Record<string, number>>
  readonly sinks: () => ReadonlyArray<Sink>
}

export interface Order {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export const makeAsker = (origin: string, key: string): Asker => {
  const statuses: Record<string, number> = {}
  const kept: Array<readonly [kind: "metrics" | "errors" | "answers", text: string]> = []
  const ask = async (name: string, path: string, order: Order = {}, own?: "own") => {
    const answer = await send(origin, path, { ...order, headers: { authorization: `Bearer ${key}`, ...order.headers } })
    statuses[name] = answer.status
    const kind = own === "own" ? "answers" : path === "/metrics" ? "metrics" : "errors"
    kept.push([kind, answer.headers], [kind, answer.text])
    return answer.text
  }
  const sink = (name: (typeof kept)[number][0], forbids: Sink["forbids"]): Sink => ({
    name,
    text: kept.flatMap(([kind, text]) => (kind === name ? [text] : [])).join("\n"),
    forbids
  })
  return {
    ask,
    place: (name, to, more = {}) => ask(name, "/v1/calls", json({ to, variables, ...more }, name), "own"),
    statuses,
    sinks: () => [sink("metrics", everyKind), sink("errors", everyKind), sink("answers", ["secret"])]
  }
}

export const json = (body: object, key = "body"): Order => ({
  method: "POST",
  headers: { "content-type": "application/json", "idempotency-key": key },
  body: JSON.stringify(body)
})

interface Answer {
  readonly status: number
  readonly headers: string
  readonly text: string
}

/** The path as it is written: `fetch` would correct it. */
const send = (origin: string, path: string, { body, headers, method = "GET" }: Order) =>
  new Promise<Answer>((resolve, reject) => {
    const { hostname, port } = new URL(origin)
    const outgoing = httpRequest({ hostname, port, path, method, headers: { ...headers }, agent: false }, (answer) => {
      let text = ""
      answer.on("data", (chunk: Buffer) => (text += chunk.toString()))
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.rawHeaders.join("\n"), text }))
      answer.on("error", reject)
    })
    outgoing.on("error", reject)
    outgoing.end(body)
  })
