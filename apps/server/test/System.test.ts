import { assert, describe, it } from "@effect/vitest"
import { CallLedger, LedgerError, MemoryLedger } from "@outbound-call/core"
import { Emulator } from "@outbound-call/emulator"
import { Effect, Layer, Metric, Stream } from "effect"
import { TestClock } from "effect/testing"
import { connect, inMemory, requestTo, serviceOf } from "./Rig.ts"
import { ask, onSocket } from "./Socket.ts"

type Client = Effect.Success<typeof connect>

const inService = <A, E>(test: (client: Client) => Effect.Effect<A, E, Emulator | CallLedger>, service = inMemory) =>
  Effect.scoped(Effect.flatMap(connect, test)).pipe(
    Effect.provide(service),
    Effect.provideService(Metric.MetricRegistry, new Map())
  )

/** The values of a metric by their labels. */
const valuesOf = (text: string, name: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split("\n")
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .map((line) => [/\{(.*)\}/.exec(line)?.[1] ?? "", line.split(" ").at(-1) ?? ""])
  )

const place = (client: Client, to: string) =>
  client.calls.place({ headers: { "idempotency-key": to }, payload: requestTo(to) }).pipe(
    Effect.map(({ body }) => body.id as string),
    Effect.catchTag("CallNotDialledProblem", ({ call }) => Effect.succeed(call.id as string))
  )

describe("the service", () => {
  it.effect("lives, and is ready while a call would be recorded", () =>
    inService(
      Effect.fnUntraced(function* ({ system }) {
        assert.deepEqual(yield* system.healthy({}), { status: "healthy", simulated: true })
        assert.deepEqual(yield* system.ready({}), { status: "ready", simulated: true })
      })
    )
  )

  it.effect("lives but is not ready when the ledger takes no claims, and looks once a second", () => {
    let looks = 0
    const broken = new LedgerError({ operation: "probe", phoneMayHaveRung: false, cause: "disk full" })
    const ledger = Layer.effect(
      CallLedger,
      Effect.map(CallLedger, (ledger) => ({
        ...ledger,
        ready: Effect.andThen(
          Effect.sync(() => looks++),
          Effect.fail(broken)
        )
      }))
    ).pipe(Layer.provide(MemoryLedger.layer))
    return inService(
      Effect.fnUntraced(function* ({ system }) {
        for (let n = 0; n < 5; n++) {
          const problem = yield* Effect.flip(system.ready({}))
          assert.deepInclude(problem, { _tag: "LedgerProblem", status: 503, code: "ledger-unavailable" })
          assert.include("detail" in problem ? problem.detail : "", "disk full")
        }
        assert.strictEqual(looks, 1)
        yield* TestClock.adjust("1 second")
        yield* Effect.flip(system.ready({}))
        assert.strictEqual(looks, 2)
        assert.deepEqual(yield* system.healthy({}), { status: "healthy", simulated: true })
      }),
      serviceOf({ ledger })
    )
  })
})

describe("the metrics", () => {
  it.effect("count dials by their answers, ends by what they were, and the live calls", () =>
    inService(
      Effect.fnUntraced(function* (client) {
        const emulator = yield* Emulator
        const ids = [yield* place(client, "+14155550100"), yield* place(client, "+14155550101")]
        yield* place(client, "+14155550111")
        yield* emulator.fault({ target: "dial", when: "before", kind: "drop" })
        yield* place(client, "+14155550102")
        yield* TestClock.adjust("2 minutes")
        for (const id of ids) yield* client.calls.get({ params: { id } })
        yield* place(client, "+14155550107")
        const text = yield* client.system.metrics({})
        assert.deepEqual(valuesOf(text, "outbound_dials_total"), {
          'answer="dialled"': "3",
          'answer="rejected"': "1",
          'answer="unclear"': "1"
        })
        assert.deepEqual(valuesOf(text, "outbound_calls_ended_total"), {
          'status="failed",outcome="unknown"': "1",
          'status="done",outcome="answered"': "1",
          'status="failed",outcome="busy"': "1"
        })
        assert.deepInclude(valuesOf(text, "outbound_calls_live"), {
          'status="unknown"': "1",
          'status="initiated"': "1",
          'status="dialing"': "0"
        })
        assert.deepEqual(valuesOf(text, "outbound_calls_attention"), { "": "0" })
        yield* client.calls.get({ params: { id: ids[0] ?? "" } })
        assert.strictEqual(
          valuesOf(yield* client.system.metrics({}), "outbound_calls_ended_total")['status="done",outcome="answered"'],
          "1"
        )
      })
    )
  )

  it.effect("count the event streams while they are open", () =>
    inService(
      Effect.fnUntraced(function* (client) {
        const open = Effect.map(client.system.metrics({}), (text) => valuesOf(text, "outbound_event_streams"))
        const id = yield* place(client, "+14155550107")
        const events = yield* client.calls.events({ params: { id }, headers: {} })
        yield* Stream.runForEach(Stream.take(events, 1), () =>
          Effect.map(open, (values) => assert.deepEqual(values, { 'follows="call"': "1" }))
        )
        const all = yield* client.feed.follow({ headers: { "last-event-id": "0" } })
        yield* Stream.runForEach(Stream.drop(Stream.take(all, 2), 1), () =>
          Effect.map(open, (values) => assert.deepInclude(values, { 'follows="all"': "1" }))
        )
        assert.deepEqual(yield* open, { 'follows="call"': "0", 'follows="all"': "0" })
      })
    )
  )

  it.live("count requests by route and status, and hold nothing of what was asked", () =>
    Effect.gen(function* () {
      const number = "+14155550100"
      const order = {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": "canary-key" },
        body: JSON.stringify({ to: number, variables: { customer_name: "Canary" } })
      }
      const { id } = JSON.parse((yield* ask("/v1/calls", order)).body)
      for (const path of [`/v1/calls/${id}`, `/v1/calls/${number}`, `/v1/calls?to=${number}`, `/canary/${number}`]) {
        yield* ask(path)
      }
      yield* ask(`/v1/calls/${id}`, { method: "HEAD" })
      yield* ask(`/v1/calls/${id}`, { method: "DELETE" })
      yield* ask("/v1/calls/search", { ...order, body: JSON.stringify({ to: number }) })
      const answer = yield* ask("/metrics")
      assert.strictEqual(answer.headers["content-type"], "text/plain; version=0.0.4; charset=utf-8")
      const counts = valuesOf(answer.body, "outbound_http_request_seconds_count")
      assert.deepEqual(counts, {
        'method="POST",route="/v1/calls",status="201"': "1",
        'method="GET",route="/v1/calls/{id}",status="200"': "1",
        'method="GET",route="/v1/calls/{id}",status="404"': "1",
        'method="GET",route="/v1/calls",status="400"': "1",
        'method="GET",route="none",status="404"': "1",
        'method="HEAD",route="/v1/calls/{id}",status="200"': "1",
        'method="DELETE",route="/v1/calls/{id}",status="405"': "1",
        'method="POST",route="/v1/calls/search",status="200"': "1"
      })
      for (const word of ["5550100", "canary", "Canary", id, "call_", "conv_"]) assert.notInclude(answer.body, word)
    }).pipe(Effect.provide(onSocket()), Effect.provideService(Metric.MetricRegistry, new Map()))
  )
})
