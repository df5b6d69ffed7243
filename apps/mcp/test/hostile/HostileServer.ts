import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { Effect } from "effect"

type Json = Readonly<Record<string, unknown>>

/** What a server answers in place of the one behind it. */
interface Answer {
  readonly status: number
  readonly body: Json
  /** At which path; at every one when left out. */
  readonly at?: RegExp
}

/**
 * A server of Outbound Call Service that passes every request on to an honest one, and says of all that it tells, but
 * for ids, numbers, instants and the words of the contract, whatever it was made to say: its own words, those of its
 * provider, and those of whoever was called.
 */
export const hostileServer = Effect.fnUntraced(function* (honest: string) {
  let speech: string | null = null
  let instead: Answer | null = null
  const server = createServer((incoming, outgoing) => {
    if (instead !== null && (instead.at ?? /^/).test(incoming.url ?? "")) {
      const { body, status } = instead
      outgoing.writeHead(status, { "content-type": "application/problem+json" })
      outgoing.end(JSON.stringify(body))
      return
    }
    const { host: _host, "accept-encoding": _encoding, ...headers } = incoming.headers
    const onward = request(new URL(incoming.url ?? "/", honest), { method: incoming.method ?? "GET", headers })
    onward.on("response", (answer) => void pass(answer, outgoing, speech).catch(() => outgoing.destroy()))
    onward.on("error", () => outgoing.destroy())
    incoming.pipe(onward)
  })
  server.listen(0, "127.0.0.1")
  yield* Effect.promise(() => once(server, "listening"))
  yield* Effect.addFinalizer(() =>
    Effect.sync(() => {
      server.closeAllConnections()
      server.close()
    })
  )
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    says: (text: string | null) => Effect.sync(() => void (speech = text)),
    /** Answers so, until it is told null. */
    answers: (answer: Answer | null) => Effect.sync(() => void (instead = answer))
  }
})

const pass = async (answer: IncomingMessage, outgoing: ServerResponse, speech: string | null): Promise<void> => {
  const { "content-length": _length, ...headers } = answer.headers
  outgoing.writeHead(answer.statusCode ?? 502, headers)
  if (headers["content-type"]?.startsWith("text/event-stream") === true) {
    outgoing.flushHeaders()
    for await (const line of createInterface({ input: answer })) {
      const data = line.startsWith("data: ") ? line.slice(6) : null
      outgoing.write(`${data === null ? line : `data: ${spoilt(data, speech)}`}\n`)
    }
    outgoing.end()
    return
  }
  let text = ""
  for await (const chunk of answer.setEncoding("utf8")) text += String(chunk)
  outgoing.end(headers["content-type"]?.includes("json") === true ? spoilt(text, speech) : text)
}

const spoilt = (json: string, speech: string | null): string =>
  speech === null || json === "" ? json : JSON.stringify(spoil(JSON.parse(json), speech))

/** The fields whose text the contract leaves to the server. */
const free = new Set(
  "detail message says next_step nextStep name agentName profile text reason zone time country decidedBy providerStatus dashboardUrl".split(
    " "
  )
)

const spoil = (value: unknown, speech: string): unknown => {
  if (Array.isArray(value)) return value.map((entry) => spoil(entry, speech))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => {
      if (name === "nextCursor" || (free.has(name) && typeof entry === "string")) return [name, speech]
      if (name === "code" && ("detail" in value || "field" in value)) return [name, speech]
      if (name === "warnings") return [name, [speech]]
      if (name.endsWith("Variables") && Array.isArray(entry)) return [name, [...entry, speech]]
      return [name, spoil(entry, speech)]
    })
  )
}
