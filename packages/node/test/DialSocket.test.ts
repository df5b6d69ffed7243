import { createServer, type Server, type Socket } from "node:net"
import { assert, it } from "@effect/vitest"
import { DialTransport, type Gate } from "@outbound-call/core"
import { Effect, Redacted, Ref } from "effect"
import * as DialSocket from "../src/DialSocket.ts"

/** A server that speaks raw bytes: `behave` is given each connection, `received` is what arrived on all of them. */
const listen = (behave: (socket: Socket, received: () => string) => void) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly port: number; readonly received: () => string; readonly connections: () => number }>(
      (resume) => {
        let received = ""
        let connections = 0
        const server: Server = createServer((socket) => {
          connections++
          socket.on("error", () => {})
          socket.on("data", (chunk) => (received += chunk.toString()))
          behave(socket, () => received)
        })
        server.listen(0, "127.0.0.1", () => {
          const address = server.address()
          const port = typeof address === "object" && address !== null ? address.port : 0
          resume(Effect.succeed({ port, received: () => received, connections: () => connections, server }))
        })
      }
    ),
    (handle) => Effect.sync(() => "server" in handle && (handle.server as Server).close())
  )

const dial = (port: number, gate: Gate = Effect.void, timeoutMillis = 2_000, scheme = "http") =>
  Effect.gen(function* () {
    const transport = yield* DialTransport
    return yield* transport.send(
      {
        url: `${scheme}://127.0.0.1:${port}/v1/convai/twilio/outbound-call`,
        apiKey: Redacted.make("key-of-the-test"),
        body: `{"to_number":"+14155550100"}`,
        timeoutMillis
      },
      gate
    )
  }).pipe(Effect.provide(DialSocket.layer))

const onRequest = (reply: (socket: Socket) => void) => (socket: Socket, received: () => string) => {
  socket.on("data", () => {
    if (received().includes("outbound-call") && received().endsWith("}")) reply(socket)
  })
}

const answer = (text: string) => onRequest((socket) => socket.end(text))

const whole = (status: string, body: string, headers = "") =>
  `HTTP/1.1 ${status}\r\ncontent-length: ${body.length}\r\n${headers}\r\n${body}`

it.live("a whole answer is given with its status and body", () =>
  Effect.gen(function* () {
    const server = yield* listen(answer(whole("200 OK", `{"success":true}`)))
    assert.deepStrictEqual(yield* dial(server.port), { type: "answered", status: 200, body: `{"success":true}` })
    assert.include(server.received(), "xi-api-key: key-of-the-test")
    assert.include(server.received(), "connection: close")
  }).pipe(Effect.scoped)
)

it.live("the gate is asked when the connection stands and before any byte is written", () =>
  Effect.gen(function* () {
    const server = yield* listen(answer(whole("200 OK", "{}")))
    const seen = yield* Ref.make<ReadonlyArray<string>>([])
    const gate = Effect.gen(function* () {
      yield* Effect.sleep("50 millis")
      yield* Ref.set(seen, [`${server.connections()} connection`, `${server.received().length} bytes`])
    })
    yield* dial(server.port, gate)
    assert.deepStrictEqual(yield* Ref.get(seen), ["1 connection", "0 bytes"])
  }).pipe(Effect.scoped)
)

it.live("a shut gate sends nothing, and says why", () =>
  Effect.gen(function* () {
    const server = yield* listen(answer(whole("200 OK", "{}")))
    assert.deepStrictEqual(yield* dial(server.port, Effect.fail("it is shut")), {
      type: "not-sent",
      reason: "it is shut"
    })
    yield* Effect.sleep("50 millis")
    assert.strictEqual(server.received(), "")
  }).pipe(Effect.scoped)
)

it.live("a refused connection is not sent, and the gate is never asked", () =>
  Effect.gen(function* () {
    const port = yield* Effect.scoped(
      Effect.map(
        listen(() => {}),
        (server) => server.port
      )
    )
    const asked = yield* Ref.make(false)
    const delivery = yield* dial(port, Ref.set(asked, true).pipe(Effect.as(true)))
    assert.strictEqual(delivery.type, "not-sent")
    assert.isFalse(yield* Ref.get(asked))
  })
)

it.live("a failed TLS handshake is not sent", () =>
  Effect.gen(function* () {
    const server = yield* listen((socket) => socket.end("no TLS here"))
    assert.strictEqual((yield* dial(server.port, Effect.void, 2_000, "https")).type, "not-sent")
    assert.notInclude(server.received(), "outbound-call")
  }).pipe(Effect.scoped)
)

it.live("a redirect is an answer and not followed", () =>
  Effect.gen(function* () {
    const server = yield* listen(
      answer(whole("307 Temporary Redirect", "", "location: /v1/convai/twilio/outbound-call\r\n"))
    )
    const delivery = yield* dial(server.port)
    assert.deepStrictEqual(delivery, { type: "answered", status: 307, body: "" })
    assert.strictEqual(server.connections(), 1)
  }).pipe(Effect.scoped)
)

const losses: ReadonlyArray<readonly [string, (socket: Socket, received: () => string) => void]> = [
  ["closed after the request", onRequest((socket) => socket.end())],
  ["reset after the request", onRequest((socket) => socket.resetAndDestroy())],
  ["cut off within the headers", answer("HTTP/1.1 200 OK\r\ncontent-le")],
  ["cut off within the body", answer(`HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"success":tr`)],
  ["not HTTP", answer("garbage\r\n\r\n")],
  ["silent beyond the time-out", () => {}]
]

for (const [name, behave] of losses) {
  it.live(`an answer that is ${name} is lost, and one request was written`, () =>
    Effect.gen(function* () {
      const server = yield* listen(behave)
      const delivery = yield* dial(server.port, Effect.void, 300)
      assert.strictEqual(delivery.type, "lost")
      assert.strictEqual(server.received().match(/POST /g)?.length, 1)
      assert.strictEqual(server.connections(), 1)
    }).pipe(Effect.scoped)
  )
}
