import { type IncomingMessage, request } from "node:http"
import type { Socket } from "node:net"
import { type Attempt, type EndpointPost, EndpointTransport } from "@outbound-call/core"
import { Clock, DateTime, Effect, Layer, Option } from "effect"
import { type Destinations, type EndpointAddress, isLoopback, readAddress } from "./EndpointAddress.ts"
import { codeOf, EndpointNetwork } from "./EndpointNetwork.ts"
import { isPublicAddress } from "./PublicAddress.ts"

/**
 * Sends messages over a fresh connection each. The name is resolved once; when one of its addresses is not public, nothing
 * is sent; otherwise the connection goes to exactly an address that was looked at, with the certificate checked against
 * the name. No proxy, no redirect, and of the answer only its status and `Retry-After` are read.
 */
export const layer = (destinations: Destinations): Layer.Layer<EndpointTransport, never, EndpointNetwork> =>
  Layer.effect(
    EndpointTransport,
    Effect.map(EndpointNetwork, (network) => {
      const addressesOf = Effect.fnUntraced(function* ({ host }: EndpointAddress) {
        if (destinations.loopback && isLoopback(host)) return [host === "localhost" ? "127.0.0.1" : host]
        const found = isPublicAddress(host) ? [host] : yield* network.resolve(host)
        const refused = found.find((address) => !isPublicAddress(address))
        if (refused !== undefined) return yield* Effect.fail(`${host} leads to ${refused}, which is no public address`)
        return found.length === 0 ? yield* Effect.fail(`${host} has no address`) : found
      })

      const open = (address: EndpointAddress, ip: string) =>
        network.connect({ address: ip, port: address.port, certifiedFor: address.secure ? address.host : null })

      const send = Effect.fnUntraced(function* (post: EndpointPost) {
        const address = readAddress(post.url, destinations)
        if (typeof address === "string") return yield* Effect.fail(address)
        const addresses = yield* addressesOf(address)
        return yield* Effect.acquireUseRelease(
          Effect.interruptible(Effect.firstSuccessOf(addresses.slice(0, mostTried).map((ip) => open(address, ip)))),
          (socket) => exchange(post, address, socket),
          (socket) => Effect.sync(() => socket.destroy())
        )
      })

      return EndpointTransport.of({
        refusal: (url) => {
          const address = readAddress(url, destinations)
          return typeof address === "string" ? address : null
        },
        post: (post) =>
          send(post).pipe(Effect.catch((reason): Effect.Effect<Attempt> => Effect.succeed({ type: "failed", reason })))
      })
    })
  )

/** Addresses of one name that are tried within one attempt. */
const mostTried = 3

/** How much of an answer is taken from the network, and for how long, before it is cut off. None of it is kept. */
const mostRead = 1_024
const longestRead = "2 seconds"

const exchange = Effect.fnUntraced(function* (post: EndpointPost, address: EndpointAddress, socket: Socket) {
  const now = yield* Clock.currentTimeMillis
  const incoming = yield* answerTo(post, address, socket)
  yield* Effect.timeoutOption(read(incoming), longestRead)
  const answered: Attempt = {
    type: "answered",
    status: incoming.statusCode ?? 0,
    retryAfterSeconds: readRetryAfter(incoming.headers["retry-after"], now)
  }
  return answered
})

/** Gives the answer once its head is there. One that changes the protocol is an answer too; what follows is left alone. */
const answerTo = (post: EndpointPost, { url }: EndpointAddress, socket: Socket) =>
  Effect.callback<IncomingMessage, string>((resume) => {
    const body = Buffer.from(post.body, "utf8")
    const outgoing = request({
      createConnection: () => socket,
      method: "POST",
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host, ...post.headers, "content-length": body.length, connection: "close" }
    })
    const take = (incoming: IncomingMessage) => {
      incoming.on("error", () => {})
      resume(Effect.succeed(incoming))
    }
    outgoing.on("error", (error) => resume(Effect.fail(`the connection broke (${codeOf(error)})`)))
    outgoing.once("response", take)
    outgoing.once("upgrade", (incoming) => {
      incoming.destroy()
      take(incoming)
    })
    outgoing.end(body)
  })

/** Until it ends or is long enough: whoever answers is not cut off in the middle of a short answer. */
const read = (incoming: IncomingMessage) =>
  Effect.callback<void>((resume) => {
    if (incoming.destroyed) return resume(Effect.void)
    let length = 0
    incoming.on("data", (chunk: Buffer) => {
      length += chunk.length
      if (length > mostRead) incoming.destroy()
    })
    incoming.once("close", () => resume(Effect.void))
  })

/** Seconds, or an instant. https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
const readRetryAfter = (header: string | undefined, nowMillis: number): number | null => {
  if (header === undefined) return null
  if (/^\d{1,9}$/.test(header)) return Number(header)
  return Option.match(DateTime.make(header), {
    onNone: () => null,
    onSome: (at) => Math.max(0, Math.ceil((DateTime.toEpochMillis(at) - nowMillis) / 1000))
  })
}
