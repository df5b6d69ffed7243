import { type IncomingMessage, request as httpRequest, type Server, type ServerOptions } from "node:http"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { CallFeed } from "@outbound-call/core"
import { Context, Effect, Fiber, Layer } from "effect"
import { HttpServer } from "effect/http"
import { makeServer } from "@outbound-call/node/MakeServer"
import * as Served from "../src/Server.ts"
import { makeLookout } from "./Lookout.ts"
import { services, type World } from "./Rig.ts"

/** The Node server below, for what a test must see of a connection. */
export class Listening extends Context.Service<Listening, { readonly server: Server; readonly port: number }>()(
  "test/Listening"
) {}

/** The routes on a free port of this machine. */
export const serveOn = ({ feed = CallFeed.layer, limits, ...options }: SocketOptions = {}) =>
  Layer.suspend(() => {
    const server = makeServer(limits)
    const listening = Layer.effect(
      Listening,
      Effect.map(HttpServer.HttpServer, ({ address }) => ({ server, port: "port" in address ? address.port : 0 }))
    )
    return Served.served({ simulated: true, loopback: true, corsOrigins: [], version: "1.2.3", ...options }).pipe(
      Layer.merge(listening),
      Layer.provide(feed),
      Layer.provide(
        NodeHttpServer.layer(() => server, { port: 0, host: "127.0.0.1", gracefulShutdownTimeout: "100 millis" })
      )
    )
  })

export interface SocketOptions extends Partial<Served.ServedOptions> {
  /** Another feed than the service's own. */
  readonly feed?: typeof CallFeed.layer
  /** How patient the server is. */
  readonly limits?: ServerOptions
}

/** The whole service on a free port, over the emulator. */
export const onSocket = (world: World = {}, options: SocketOptions = {}) =>
  serveOn(options).pipe(Layer.provideMerge(services(world)))

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage["headers"]
  readonly body: string
  readonly bytes: Buffer
}

export interface Ask {
  readonly method?: string
  readonly headers?: { readonly [name: string]: string }
  readonly body?: string
}

/** Sends one request, with whatever headers, and reads the answer to its end. */
export const ask = (
  path: string,
  { body, headers, method = "GET" }: Ask = {}
): Effect.Effect<Answer, Error, Listening> =>
  Effect.flatMap(Listening, ({ port }) =>
    Effect.callback((resume) => {
      const outgoing = httpRequest({ host: "127.0.0.1", port, path, method, headers: { ...headers }, agent: false })
      outgoing.on("response", (incoming) => {
        const chunks: Array<Buffer> = []
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
        incoming.on("error", (error) => resume(Effect.fail(error)))
        incoming.on("end", () => {
          const bytes = Buffer.concat(chunks)
          const { headers: answered, statusCode = 0 } = incoming
          resume(Effect.succeed({ status: statusCode, headers: answered, body: bytes.toString(), bytes }))
        })
      })
      outgoing.on("error", (error) => resume(Effect.fail(error)))
      outgoing.end(body)
    })
  )

/** Opens a stream and keeps what it says; `shows` waits for it, `ended` for its end. */
export const listenTo = (path: string, headers: Ask["headers"] = {}) =>
  Effect.map(Listening, ({ port }) => {
    let text = ""
    let isOver = false
    const { look, until } = makeLookout()
    const outgoing = httpRequest({ host: "127.0.0.1", port, path, headers: { ...headers }, agent: false })
    outgoing.on("response", (incoming) => {
      incoming.setEncoding("utf8")
      incoming.on("data", (chunk: string) => {
        text += chunk
        look()
      })
      incoming.on("end", () => {
        isOver = true
        look()
      })
    })
    outgoing.end()
    return { shows: (part: string) => until(() => text.includes(part)), ended: until(() => isOver) }
  })

/** Sends a request, goes away when `enough` is done, and is back when the server has seen it go. */
export const askAndLeave = (path: string, { body, headers, method = "POST" }: Ask, enough: Effect.Effect<void>) =>
  Effect.gen(function* () {
    const { port, server } = yield* Listening
    const gone = yield* Effect.forkChild(
      Effect.callback<void>((resume) => {
        server.once("connection", (socket) => socket.once("close", () => resume(Effect.void)))
      }),
      { startImmediately: true }
    )
    const outgoing = httpRequest({ host: "127.0.0.1", port, path, method, headers: { ...headers }, agent: false })
    outgoing.on("error", () => {})
    outgoing.end(body)
    yield* enough
    outgoing.destroy()
    yield* Fiber.join(gone)
  })
