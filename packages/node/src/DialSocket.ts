import { request as httpRequest } from "node:http"
import { request as httpsRequest } from "node:https"
import { connect as connectPlain, type Socket } from "node:net"
import { connect as connectSecure } from "node:tls"
import { type Delivery, type DialRequest, DialTransport, type Gate } from "@outbound-call/core"
import { Clock, Deferred, Effect, Fiber, Layer, Redacted } from "effect"

/**
 * The transport of a dial on Node: a fresh socket for each, connected first; then the gate, as the last act; then the
 * request is written once. No proxy, redirect, pooled connection or repetition. Only a failure before the write is
 * `not-sent`; from the first write on, everything that is not a whole answer is `lost`.
 */
export const layer: Layer.Layer<DialTransport> = Layer.succeed(DialTransport, {
  send: Effect.fnUntraced(function* (request: DialRequest, gate: Gate) {
    const startedAt = yield* Clock.monotonicTimeNanos
    const connected = yield* Effect.result(connect(new URL(request.url)))
    if (connected._tag === "Failure") return notSent(connected.failure)
    const socket = connected.success
    const open = yield* Effect.result(gate)
    if (open._tag === "Failure") {
      socket.destroy()
      return notSent(open.failure)
    }
    const left = request.timeoutMillis - Number(((yield* Clock.monotonicTimeNanos) - startedAt) / 1_000_000n)
    return yield* write(request, socket, Math.max(left, 1_000))
  })
})

/** Less than the age at which a claim is too old to be dialled. */
const connectTimeoutMillis = 4_000

const connect = (url: URL): Effect.Effect<Socket, string> =>
  Effect.callback((resume) => {
    const host = url.hostname.replace(/^\[|\]$/g, "")
    const secure = url.protocol === "https:"
    const port = Number(url.port || (secure ? 443 : 80))
    const socket = secure
      ? connectSecure({ host, port, servername: /^[\d.]+$|:/.test(host) ? "" : host, ALPNProtocols: ["http/1.1"] })
      : connectPlain({ host, port })
    const fail = (reason: string) => {
      socket.destroy()
      resume(Effect.fail(reason))
    }
    socket.once("error", (error) => fail(`no connection to ${url.host} (${codeOf(error)})`))
    socket.setTimeout(connectTimeoutMillis, () => fail(`no connection to ${url.host} within 4 s`))
    socket.once(secure ? "secureConnect" : "connect", () => {
      socket.setTimeout(0)
      socket.removeAllListeners("error")
      socket.removeAllListeners("timeout")
      socket.on("error", () => {})
      resume(Effect.succeed(socket))
    })
  })

/** Writes the request once. The dial is uninterruptible, so the timer runs in a fiber of its own. */
const write = Effect.fnUntraced(function* (request: DialRequest, socket: Socket, timeoutMillis: number) {
  if (socket.destroyed) return notSent("the connection closed before the request")
  const first = yield* Deferred.make<Delivery>()
  const settle = (delivery: Delivery) => void Deferred.doneUnsafe(first, Effect.succeed(delivery))
  const timer = yield* Effect.sleep(timeoutMillis).pipe(
    Effect.andThen(Effect.sync(() => settle(lost("The provider did not answer in time.")))),
    Effect.interruptible,
    Effect.forkDetach
  )
  exchange(request, socket, settle)
  const delivery = yield* Deferred.await(first)
  socket.destroy()
  yield* Fiber.interrupt(timer)
  return delivery
})

const exchange = (request: DialRequest, socket: Socket, settle: (delivery: Delivery) => void): void => {
  const url = new URL(request.url)
  const body = Buffer.from(request.body, "utf8")
  const outgoing = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, {
    method: "POST",
    createConnection: () => socket,
    headers: {
      "xi-api-key": Redacted.value(request.apiKey),
      "content-type": "application/json",
      "content-length": body.length,
      accept: "application/json",
      connection: "close"
    }
  })
  outgoing.on("error", (error) =>
    settle(lost(`The connection broke after the request was written (${codeOf(error)}).`))
  )
  outgoing.once("response", (incoming) => {
    const chunks: Array<Buffer> = []
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
    incoming.on("error", () => {})
    incoming.once("close", () =>
      settle(
        incoming.complete
          ? { type: "answered", status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }
          : lost("The answer broke off.")
      )
    )
  })
  outgoing.end(body)
}

const lost = (reason: string): Delivery => ({ type: "lost", reason })

const notSent = (reason: string): Delivery => ({ type: "not-sent", reason })

const codeOf = (error: Error): string =>
  "code" in error && typeof error.code === "string" ? error.code : error.message
