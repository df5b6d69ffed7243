import { request } from "node:http"
import { connect } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Exit, Fiber, Layer, Scope } from "effect"
import { TestClock } from "effect/testing"
import { DialLog, Emulator, EmulatorServer } from "@outbound-call/emulator"
import { at, dialBody } from "./Caller.ts"

interface Received {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
  /** The error that ended the answer early. */
  readonly cut: string | null
}

const listening = EmulatorServer.layer({ port: 0 }).pipe(Layer.provideMerge(Emulator.layerMemory({ scale: 1000 })))

const call = Effect.fnUntraced(function* (
  method: string,
  path: string,
  body = "",
  headers: Record<string, string> = { "xi-api-key": "key" }
) {
  const { port } = yield* EmulatorServer
  return yield* Effect.callback<Received, Error>((resume) => {
    const outgoing = request({ host: "127.0.0.1", port, method, path, headers, agent: false }, (incoming) => {
      let text = ""
      const finish = (cut: string | null) =>
        resume(Effect.succeed({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text, cut }))
      incoming.setEncoding("utf8")
      incoming.on("data", (chunk: string) => (text += chunk))
      incoming.on("end", () => finish(null))
      incoming.on("error", (error) => finish(error.message))
    })
    outgoing.on("error", (error) => resume(Effect.fail(error)))
    outgoing.end(body)
    return Effect.sync(() => outgoing.destroy())
  })
})

const overLog = EmulatorServer.layer({ port: 0 }).pipe(
  Layer.provideMerge(Emulator.layer()),
  Layer.provideMerge(DialLog.layerMemory)
)

const roundTrip = Effect.suspend(() => call("GET", "/v1/user"))

const dial = (to = "+14155550100") =>
  call("POST", "/v1/convai/twilio/outbound-call", JSON.stringify(dialBody({ to, data: { user_id: "u" } })))

const found = Effect.gen(function* () {
  const page = yield* call("GET", "/v1/convai/conversations?user_id=u")
  return at(JSON.parse(page.body), "conversations.length")
})

describe("the emulator on a socket", () => {
  it.live("places a call and answers with a length, a date and a request id", () =>
    Effect.gen(function* () {
      const answer = yield* dial()
      assert.deepStrictEqual([answer.status, answer.cut], [200, null])
      assert.strictEqual(Number(answer.headers["content-length"]), answer.body.length)
      assert.isString(answer.headers["date"])
      assert.isString(answer.headers["x-request-id"])
      assert.match(String(at(JSON.parse(answer.body), "conversation_id")), /^conv_/)
      assert.match((yield* EmulatorServer).baseUrl, /^http:\/\/127\.0\.0\.1:\d+$/)
    }).pipe(Effect.provide(listening))
  )

  it.live("drops the connection without a byte, after the ring", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "dial", when: "after", kind: "drop" })
      assert.match((yield* Effect.flip(dial())).message, /socket hang up|ECONNRESET/)
      assert.strictEqual((yield* emulator.rings).total, 1)
      assert.strictEqual(yield* found, 1)
    }).pipe(Effect.provide(listening))
  )

  it.live("drops the connection before the ring, which looks the same", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "dial", when: "before", kind: "drop" })
      assert.match((yield* Effect.flip(dial())).message, /socket hang up|ECONNRESET/)
      assert.strictEqual((yield* emulator.rings).total, 0)
      assert.strictEqual(yield* found, 0)
    }).pipe(Effect.provide(listening))
  )

  it.live("promises more than it sends when the answer is truncated", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "dial", when: "after", kind: "truncate" })
      const answer = yield* dial()
      assert.strictEqual(answer.status, 200)
      assert.isNotNull(answer.cut)
      assert.isBelow(answer.body.length, Number(answer.headers["content-length"]))
      assert.isAbove(answer.body.length, 0)
      assert.strictEqual((yield* emulator.rings).total, 1)
    }).pipe(Effect.provide(listening))
  )

  it.live("holds a SIP dial until it is answered", () =>
    Effect.gen(function* () {
      const body = dialBody({ provider: "sip-trunk", to: "+14155550101" })
      const answer = yield* call("POST", "/v1/convai/sip-trunk/outbound-call", JSON.stringify(body))
      const id = String(at(JSON.parse(answer.body), "conversation_id"))
      const record = yield* call("GET", `/v1/convai/conversations/${id}`)
      assert.strictEqual(at(JSON.parse(record.body), "metadata.error.code"), 486)
    }).pipe(Effect.provide(listening))
  )

  it.live("refuses the control API to a foreign host or origin", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* call("GET", "/_emulator/rings", "", {})).status, 200)
      assert.strictEqual((yield* call("GET", "/_emulator/rings", "", { host: "evil.example" })).status, 403)
      assert.strictEqual((yield* call("GET", "/_emulator/rings", "", { origin: "https://evil.example" })).status, 403)
    }).pipe(Effect.provide(listening))
  )

  it.live("refuses a body that is too large", () =>
    Effect.gen(function* () {
      const answer = yield* call("POST", "/v1/convai/twilio/outbound-call", "x".repeat(1_100_000))
      assert.strictEqual(answer.status, 413)
    }).pipe(Effect.provide(listening))
  )

  it.effect("places no call for a client that left during a delay before it", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const log = yield* DialLog
      yield* emulator.fault({ target: "dial", when: "before", kind: "delay", delayMs: 5000 })
      const waiting = yield* Effect.forkChild(dial())
      yield* Effect.repeat(Effect.andThen(roundTrip, log.read), {
        until: ({ entries }) => entries.some((entry) => entry._tag === "fault-claimed")
      })
      yield* Fiber.interrupt(waiting)
      yield* Effect.repeat(roundTrip, { times: 3 })
      yield* TestClock.adjust("5 seconds")
      yield* roundTrip
      assert.strictEqual((yield* emulator.rings).total, 0)
    }).pipe(Effect.provide(overLog))
  )

  it.live("gives the port back when its scope closes, whatever is under way", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(listening, scope)
      const { port } = Context.get(context, EmulatorServer)
      const emulator = Context.get(context, Emulator)
      yield* emulator.fault({ target: "dial", when: "after", kind: "delay", delayMs: 600_000 })
      const waiting = yield* Effect.forkChild(Effect.flip(dial()).pipe(Effect.provideContext(context)))
      yield* Effect.repeat(Effect.andThen(Effect.yieldNow, emulator.rings), { until: (report) => report.total === 1 })
      yield* Scope.close(scope, Exit.void)
      assert.match((yield* Fiber.join(waiting)).message, /socket hang up|ECONNRESET/)
      assert.match(yield* refusedAt(port), /ECONNREFUSED/)
    })
  )

  it.live("says so when the port is taken", () =>
    Effect.gen(function* () {
      const { port } = yield* EmulatorServer
      const second = Layer.build(EmulatorServer.layer({ port })).pipe(Effect.scoped, Effect.flip)
      assert.match((yield* second).message, /cannot listen on 127\.0\.0\.1:\d+.*EADDRINUSE/)
    }).pipe(Effect.provide(listening))
  )
})

const refusedAt = (port: number) =>
  Effect.callback<string>((resume) => {
    const socket = connect(port, "127.0.0.1")
    socket.on("connect", () => resume(Effect.succeed("connected")))
    socket.on("error", (error) => resume(Effect.succeed(error.message)))
  })
