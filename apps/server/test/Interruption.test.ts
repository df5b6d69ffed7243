import { assert, describe, it } from "@effect/vitest"
import { CallLedger, DialTransport, followCall } from "@outbound-call/core"
import * as HttpDialTransport from "@outbound-call/core/elevenlabs/HttpDialTransport"
import { Effect, Exit, Fiber, Latch, Layer, Scope, Stream } from "effect"
import { HttpClient } from "effect/http"
import { provider, rings, services } from "./Rig.ts"
import { ask, askAndLeave, onSocket, serveOn } from "./Socket.ts"

const order = {
  method: "POST",
  headers: { "content-type": "application/json", "idempotency-key": "a" },
  body: JSON.stringify({ to: "+14155550100", variables: { customer_name: "Ada" } })
}

/** A step that says when it is reached, and goes on when the test lets it. */
const makeGate = Effect.all({ reached: Latch.make(), opened: Latch.make() }).pipe(
  Effect.map(({ opened, reached }) => ({
    reached: reached.await,
    open: opened.open,
    pass: Effect.andThen(reached.open, opened.await)
  }))
)
type Gate = Effect.Success<typeof makeGate>

/** The provider with a gate before its account is read. */
const readingBehind = (gate: Gate) =>
  Layer.effect(
    HttpClient.HttpClient,
    Effect.map(HttpClient.HttpClient, (client) =>
      HttpClient.make((request) =>
        request.method === "GET" ? Effect.andThen(gate.pass, client.execute(request)) : client.execute(request)
      )
    )
  ).pipe(Layer.provideMerge(provider))

/** The dial with a gate before its request leaves. */
const dialBehind = (gate: Gate) =>
  Layer.effect(
    DialTransport,
    Effect.map(DialTransport, ({ send }) =>
      DialTransport.of({ send: (request, claim) => Effect.andThen(gate.pass, send(request, claim)) })
    )
  ).pipe(Layer.provide(HttpDialTransport.layer))

const theOnlyCall = Effect.gen(function* () {
  const ledger = yield* CallLedger
  const { calls } = yield* ledger.list({})
  assert.strictEqual(calls.length, 1)
  return calls[0]
})

describe("a call whose client leaves at once", () => {
  it.live("is placed, rung once and recorded", () =>
    Effect.gen(function* () {
      const reading = yield* makeGate
      const dialling = yield* makeGate
      yield* Effect.gen(function* () {
        yield* askAndLeave("/v1/calls", order, reading.reached)
        assert.strictEqual(yield* rings, 0)
        yield* reading.open
        yield* dialling.reached
        yield* dialling.open
        const answer = yield* ask("/v1/calls", order)
        assert.strictEqual(answer.status, 200)
        const { id } = JSON.parse(answer.body)
        yield* followCall(id).pipe(
          Stream.takeUntil((event) => event.type === "status" && event.status === "initiated"),
          Stream.runDrain
        )
        assert.strictEqual(yield* rings, 1)
        assert.isNotNull((yield* theOnlyCall)?.conversationId)
      }).pipe(Effect.provide(onSocket({ network: readingBehind(reading), transport: dialBehind(dialling) })))
    })
  )

  it.live("is recorded when it leaves during the dial", () =>
    Effect.gen(function* () {
      const dialling = yield* makeGate
      yield* Effect.gen(function* () {
        yield* askAndLeave("/v1/calls", order, dialling.reached)
        const call = yield* theOnlyCall
        assert.strictEqual(call?.status, "dialing")
        yield* dialling.open
        yield* followCall(call?.id ?? "").pipe(
          Stream.takeUntil((event) => event.type === "status" && event.status === "initiated"),
          Stream.runDrain
        )
        assert.strictEqual(yield* rings, 1)
      }).pipe(Effect.provide(onSocket({ transport: dialBehind(dialling) })))
    })
  )
})

describe("a service that is told to stop", () => {
  it.live("lets the dial under way finish and records it", () =>
    Effect.gen(function* () {
      const dialling = yield* makeGate
      const stopping = yield* Scope.make()
      const ledger = yield* Layer.build(services({ transport: dialBehind(dialling) })).pipe(Scope.provide(stopping))
      const listening = yield* Layer.build(serveOn()).pipe(Effect.provideContext(ledger), Scope.provide(stopping))
      yield* ask("/v1/calls", order).pipe(Effect.provideContext(listening), Effect.ignore, Effect.forkChild)
      yield* dialling.reached
      const stopped = yield* Effect.forkChild(Scope.close(stopping, Exit.void), { startImmediately: true })
      assert.isUndefined(stopped.pollUnsafe())
      yield* dialling.open
      yield* Fiber.join(stopped)
      const call = yield* theOnlyCall.pipe(Effect.provideContext(ledger))
      assert.strictEqual(call?.status, "initiated")
      assert.strictEqual(yield* rings.pipe(Effect.provideContext(ledger)), 1)
    }).pipe(Effect.scoped)
  )
})
