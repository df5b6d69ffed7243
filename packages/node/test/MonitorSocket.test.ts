import { createServer, type Socket } from "node:net"
import { once } from "node:events"
import { assert, describe, it } from "@effect/vitest"
import { WebSocketServer, type WebSocket } from "@effect/platform-node/NodeWS"
import { MonitorTransport } from "@outbound-call/core"
import { Deferred, Effect, Fiber, Redacted } from "effect"
import { TestClock } from "effect/testing"
import * as MonitorSocket from "../src/MonitorSocket.ts"

const portOf = (address: unknown): number =>
  typeof address === "object" && address !== null && "port" in address ? Number(address.port) : 0

/** A server of raw bytes; `behave` is given each connection, `received` is what arrived on all of them. */
const listen = (behave: (socket: Socket) => void) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const seen = { received: "", connections: 0 }
      const server = createServer((socket) => {
        seen.connections++
        socket.on("error", () => {}).on("data", (chunk) => (seen.received += chunk.toString("latin1")))
        behave(socket)
      }).listen(0, "127.0.0.1")
      await once(server, "listening")
      return { server, seen, port: portOf(server.address()) }
    }),
    ({ server }) => Effect.sync(() => server.close())
  )

/** A server that opens the socket; `behave` is given each one and a way to say that what the test waits for is there. */
const accept = Effect.fnUntraced(function* (behave: (socket: WebSocket, reached: () => void) => void) {
  const reached = yield* Deferred.make<void>()
  const closed = yield* Deferred.make<number>()
  const texts: Array<string> = []
  const server = yield* Effect.acquireRelease(
    Effect.promise(async () => {
      const server = new WebSocketServer({ port: 0, host: "127.0.0.1" })
      server.on("connection", (socket) => {
        socket.on("error", () => {})
        socket.on("message", (data) => {
          if (Buffer.isBuffer(data)) texts.push(data.toString())
        })
        socket.on("close", (code) => Deferred.doneUnsafe(closed, Effect.succeed(code)))
        behave(socket, () => Deferred.doneUnsafe(reached, Effect.void))
      })
      await once(server, "listening")
      return server
    }),
    (server) => Effect.sync(() => server.close())
  )
  return { port: portOf(server.address()), reached: Deferred.await(reached), closed: Deferred.await(closed), texts }
})

const send = (port: number, url = `ws://127.0.0.1:${port}/v1/convai/conversations/conv_1/monitor`) =>
  Effect.gen(function* () {
    const { send } = yield* MonitorTransport
    return yield* send({ url, apiKey: Redacted.make("key-of-the-test"), text: "the end", timeoutMillis: 10_000 })
  }).pipe(Effect.provide(MonitorSocket.layer))

/** What was received here was written there some turns of the loop ago at most. */
const written = Effect.repeat(
  Effect.promise(() => new Promise((resolve) => setImmediate(resolve))),
  { times: 10 }
)

const refusing = (head: string, body = "") =>
  listen((socket) =>
    socket.once("data", () => socket.end(`HTTP/1.1 ${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`))
  )

describe("a message for the monitor socket", () => {
  it.live("goes over one connection with the key, and the other side's closing is told", () =>
    Effect.gen(function* () {
      const server = yield* accept((socket) => socket.once("message", () => socket.close(1008, "Monitoring is off.")))
      const answer = yield* send(server.port)
      assert.deepStrictEqual(answer, { type: "sent", closed: { code: 1008, reason: "Monitoring is off." } })
      assert.deepStrictEqual(server.texts, ["the end"])
      const plain = yield* refusing("401 Unauthorized")
      yield* send(plain.port)
      assert.match(plain.seen.received, /xi-api-key: key-of-the-test/i)
      assert.notMatch(plain.seen.received, /permessage-deflate/)
    }).pipe(Effect.scoped)
  )

  it.effect("is sent when the other side stays: the socket is closed from here after two seconds", () =>
    Effect.gen(function* () {
      const server = yield* accept((socket, reached) => socket.once("message", reached))
      const sending = yield* Effect.forkChild(send(server.port))
      yield* server.reached
      yield* written
      yield* TestClock.adjust("1 second")
      assert.isUndefined(sending.pollUnsafe())
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* Fiber.join(sending), { type: "sent", closed: null })
      assert.strictEqual(yield* server.closed, 1000)
    }).pipe(Effect.scoped)
  )

  it.live.each(["403 Forbidden", "404 Not Found", "503 Service Unavailable"])(
    "is refused with the status and body of a handshake that gets %s",
    (head) =>
      Effect.gen(function* () {
        const server = yield* refusing(head, `{"detail":"no"}`)
        const status = Number(head.slice(0, 3))
        assert.deepStrictEqual(yield* send(server.port), { type: "refused", status, body: `{"detail":"no"}` })
        assert.notInclude(server.seen.received, "the end")
      }).pipe(Effect.scoped)
  )

  it.live("follows no redirect", () =>
    Effect.gen(function* () {
      const elsewhere = yield* listen(() => {})
      const server = yield* refusing(`302 Found\r\nlocation: ws://127.0.0.1:${elsewhere.port}/`)
      assert.deepStrictEqual(yield* send(server.port), { type: "refused", status: 302, body: "" })
      assert.strictEqual(elsewhere.seen.connections, 0)
    }).pipe(Effect.scoped)
  )

  it.effect("is lost when the handshake is never answered, after ten seconds", () =>
    Effect.gen(function* () {
      const reached = yield* Deferred.make<void>()
      const gone = yield* Deferred.make<void>()
      const server = yield* listen((socket) => {
        socket.once("data", () => Deferred.doneUnsafe(reached, Effect.void))
        socket.once("close", () => Deferred.doneUnsafe(gone, Effect.void))
      })
      const sending = yield* Effect.forkChild(send(server.port))
      yield* Deferred.await(reached)
      yield* TestClock.adjust("9 seconds")
      assert.isUndefined(sending.pollUnsafe())
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* Fiber.join(sending), {
        type: "lost",
        reason: `no answer from 127.0.0.1:${server.port} within 10 s`
      })
      yield* Deferred.await(gone)
    }).pipe(Effect.scoped)
  )

  it.live("is lost when nobody listens, when the connection breaks, and when what answers is no server", () =>
    Effect.gen(function* () {
      const port = yield* Effect.scoped(
        Effect.map(
          listen(() => {}),
          (server) => server.port
        )
      )
      assert.deepStrictEqual(yield* send(port), { type: "lost", reason: "ECONNREFUSED" })
      const breaking = yield* listen((socket) => socket.once("data", () => socket.resetAndDestroy()))
      assert.strictEqual((yield* send(breaking.port)).type, "lost")
      const garbage = yield* listen((socket) => socket.once("data", () => socket.end("no HTTP\r\n\r\n")))
      assert.strictEqual((yield* send(garbage.port)).type, "lost")
    }).pipe(Effect.scoped)
  )

  it.live("is sent also to one who says more than anybody listens to, who is left", () =>
    Effect.gen(function* () {
      const chatty = yield* accept((socket) => {
        socket.once("message", () => {
          for (let n = 0; n < 2_000; n++) socket.send("blah")
        })
      })
      assert.deepStrictEqual(yield* send(chatty.port), { type: "sent", closed: { code: 1006, reason: "" } })
      const loud = yield* accept((socket) => socket.once("message", () => socket.send("x".repeat(300_000))))
      assert.strictEqual((yield* send(loud.port)).type, "sent")
      assert.strictEqual(yield* loud.closed, 1009)
    }).pipe(Effect.scoped)
  )

  it.live("never carries the key in clear beyond this machine", () =>
    Effect.map(send(0, "ws://provider.example/v1/convai/conversations/conv_1/monitor"), (answer) =>
      assert.deepStrictEqual(answer, { type: "lost", reason: "the key goes over encrypted sockets only" })
    )
  )
})
