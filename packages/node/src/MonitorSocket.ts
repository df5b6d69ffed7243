import type * as NodeWS from "@effect/platform-node/NodeWS"
import { type MonitorAnswer, type MonitorMessage, MonitorTransport } from "@outbound-call/core"
import { Deferred, Effect, Layer, Redacted } from "effect"
import { isLoopback } from "./ReadOrigin.ts"

/**
 * The monitor socket on Node: a fresh WebSocket for each message, encrypted unless it stays on this machine. When the
 * message is written the other side has two seconds to act on it and to close; then the socket is closed from here.
 */
export const layer: Layer.Layer<MonitorTransport> = Layer.succeed(MonitorTransport, {
  send: Effect.fnUntraced(function* (message: MonitorMessage) {
    const { host, hostname, protocol } = new URL(message.url)
    if (protocol !== "wss:" && !isLoopback(hostname)) return lost("the key goes over encrypted sockets only")
    const written = yield* Deferred.make<MonitorAnswer | null>()
    const closed = yield* Deferred.make<MonitorAnswer>()
    const library = yield* load
    if (library === null) {
      return lost("a part of this program is gone, as after an upgrade: start the program again, then hang up")
    }
    const socket = yield* open(library, message, {
      written: (refusal) => void Deferred.doneUnsafe(written, Effect.succeed(refusal)),
      closed: (answer) => void Deferred.doneUnsafe(closed, Effect.succeed(answer))
    })
    const refusal = yield* Effect.timeoutOrElse(Deferred.await(written), {
      duration: message.timeoutMillis,
      orElse: () => Effect.succeed(lost(`no answer from ${host} within ${message.timeoutMillis / 1000} s`))
    })
    if (refusal !== null) return refusal
    const sent: MonitorAnswer = { type: "sent", closed: null }
    return yield* Effect.timeoutOrElse(Deferred.await(closed), {
      duration: "2 seconds",
      orElse: () =>
        Effect.as(
          Effect.sync(() => socket.close(1000)),
          sent
        )
    })
  }, Effect.scoped)
})

interface Hears {
  /** Null when the message was written, else why not. */
  readonly written: (refusal: MonitorAnswer | null) => void
  readonly closed: (answer: MonitorAnswer) => void
}

type Library = typeof NodeWS

/** Loaded here and not at the start: few processes hang up, and fewer without Twilio. Null when it is not there. */
const load: Effect.Effect<Library | null> = Effect.tryPromise(() => import("@effect/platform-node/NodeWS")).pipe(
  Effect.orElseSucceed(() => null)
)

/**
 * Loads what a hang-up needs shortly after the start, for those that run on while their package is upgraded. Who listens
 * for HTTP has it already.
 */
export const loaded: Layer.Layer<never> = Layer.effectDiscard(Effect.forkScoped(Effect.delay(load, "1 second")))

const open = ({ WebSocket: Socket }: Library, { apiKey, text, url }: MonitorMessage, hears: Hears) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const headers = { "xi-api-key": Redacted.value(apiKey) }
      const socket = new Socket(url, { ...options, headers })
      converse(socket, text, hears)
      return socket
    }),
    (socket) => Effect.sync(() => socket.terminate())
  )

const longestMessage = 262_144

const options = { followRedirects: false, perMessageDeflate: false, maxPayload: longestMessage }

/** Writes the text once the handshake is through. What is heard is counted and thrown away. */
const converse = (socket: NodeWS.WebSocket, text: string, { closed, written }: Hears): void => {
  let heard = 0
  socket.on("message", () => {
    if (++heard > mostMessages) socket.terminate()
  })
  socket.on("error", (error) => written(lost(codeOf(error))))
  socket.once("open", () => socket.send(text, (error) => written(error ? lost(codeOf(error)) : null)))
  socket.once("close", (code, reason) => {
    written(lost("the connection closed before the message was written"))
    closed({ type: "sent", closed: { code, reason: reason.toString("utf8") } })
  })
  socket.once("unexpected-response", (_, incoming) => {
    let body = ""
    incoming.setEncoding("utf8")
    incoming.on("data", (chunk: string) => {
      body += chunk
      if (body.length > longestMessage) incoming.destroy()
    })
    incoming.on("error", () => {})
    incoming.once("close", () => written({ type: "refused", status: incoming.statusCode ?? 0, body }))
  })
}

/** A monitored conversation begins with the last hundred things said. Who says much more is not listened to. */
const mostMessages = 1_000

const lost = (reason: string): MonitorAnswer => ({ type: "lost", reason })

const codeOf = (error: Error): string =>
  "code" in error && typeof error.code === "string" ? error.code : error.message
