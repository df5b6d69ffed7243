import { assert, describe, it } from "@effect/vitest"
import {
  CallFollower,
  CallLedger,
  MemoryInbox,
  ProviderWebhooks,
  WebhookInbox,
  WebhookReceiver
} from "@outbound-call/core"
import { readWebhook } from "@outbound-call/core/elevenlabs/ElevenLabsWebhook"
import { Emulator } from "@outbound-call/emulator"
import { Clock, DateTime, Effect, Fiber, Layer, Logger, Metric, Stream } from "effect"
import { TestClock } from "effect/testing"
import { inWorld, pass, place, reads, type RigOptions, settle } from "./Rig.ts"

/** Opens every webhook: who may send one is the adapter's business. Its body is its id. */
const opened = Layer.succeed(ProviderWebhooks, {
  open: ({ body }) =>
    Effect.map(Clock.currentTimeMillis, (now) => ({
      ...readWebhook(body),
      id: new TextDecoder().decode(body),
      receivedAt: DateTime.makeUnsafe(now),
      sizeBytes: body.length
    }))
})

const warnings: Array<string> = []
const log = Logger.layer([Logger.make(({ message }) => void warnings.push(String(message)))])

const withReceiver =
  (options: RigOptions = {}) =>
  <A, E, R>(test: Effect.Effect<A, E, R>) =>
    test.pipe(Effect.provide(services), inWorld(options), Effect.provide(log))

const services = WebhookReceiver.layer.pipe(Layer.provide(opened), Layer.provideMerge(MemoryInbox.layer))

const deliver = Effect.fnUntraced(function* (type: string, conversationId: string | null, data: object = {}) {
  const receiver = yield* WebhookReceiver
  const body = JSON.stringify({ type, event_timestamp: 1, data: { conversation_id: conversationId, ...data } })
  return yield* receiver.receive({ signature: undefined, body: new TextEncoder().encode(body) })
})

const failure = (conversationId: string | null, reason: string) =>
  deliver("call_initiation_failure", conversationId, { failure_reason: reason })

const counts = Effect.flatMap(WebhookInbox, (inbox) => inbox.counts)

/** What a counter stands at, with these attributes. */
const counted = (name: string, attributes: object = {}) =>
  Effect.map(Metric.snapshot, (metrics) => {
    const isAsked = (metric: (typeof metrics)[number]) =>
      metric.id === name && JSON.stringify(metric.attributes ?? {}) === JSON.stringify(attributes)
    const metric = metrics.find(isAsked)
    return metric?.type === "Counter" ? Number(metric.state.count) : 0
  })

const callOf = (id: string) => Effect.flatMap(CallLedger, (ledger) => ledger.find(id))
const causes = (id: Parameters<CallLedger["Service"]["events"]>[0]) =>
  Effect.map(
    Effect.flatMap(CallLedger, (ledger) => ledger.events(id, 0)),
    (events) => events.map(({ cause, status, type }) => `${cause}: ${type} ${status}`)
  )

const newest = Effect.flatMap(Emulator, (emulator) =>
  Effect.map(emulator.rings, ({ rings }) => rings.at(-1)?.conversationId ?? "")
)

describe("a webhook", () => {
  it.effect("triggers the check of its call, which records what the provider then says", () =>
    withReceiver()(
      Effect.gen(function* () {
        const call = yield* place()
        yield* pass(60)
        const before = yield* reads
        assert.isTrue(yield* deliver("post_call_transcription", call.conversationId))
        yield* settle
        assert.strictEqual((yield* reads) - before, 1)
        assert.deepInclude(yield* callOf(call.id), { status: "done", outcome: "answered" })
        assert.includeMembers(yield* causes(call.id), ["webhook: status done", "webhook: analysed done"])
        assert.deepEqual(yield* counts, { received: 0, parked: 0, unknown: 0 })
      })
    )
  )

  it.effect("is taken once: the same body again is answered, and nothing happens", () =>
    withReceiver()(
      Effect.gen(function* () {
        const call = yield* place({ to: "+14155550107" })
        yield* deliver("post_call_transcription", call.conversationId)
        yield* settle
        const [before, events] = [yield* reads, yield* causes(call.id)]
        const repeated = counted("outbound_webhook_deliveries_total", { result: "repeated" })
        const repeatedBefore = yield* repeated
        for (let n = 0; n < 5; n++) assert.isFalse(yield* deliver("post_call_transcription", call.conversationId))
        assert.strictEqual((yield* repeated) - repeatedBefore, 5)
        yield* pass(60)
        assert.strictEqual(yield* reads, before)
        assert.deepEqual(yield* causes(call.id), events)
      })
    )
  )

  it.effect("that says that nobody picked up ends a call whose record does not tell it yet", () =>
    withReceiver()(
      Effect.gen(function* () {
        const call = yield* place({ to: "+14155550107" })
        yield* failure(call.conversationId, "busy")
        yield* settle
        assert.deepInclude(yield* callOf(call.id), { status: "failed", outcome: "busy" })
      })
    )
  )

  it.effect("wakes who follows the call, long before the next look is due", () =>
    withReceiver({ pollIntervalMillis: 3_600_000 })(
      Effect.gen(function* () {
        const call = yield* place({ to: "+14155550107" })
        const follower = yield* CallFollower
        const seen: Array<string> = []
        for (const id of [call.id, call.conversationId ?? ""]) {
          yield* Effect.forkChild(
            Stream.runForEach(follower.watch(id), (look) => Effect.sync(() => seen.push(look.call?.status ?? "")))
          )
        }
        yield* settle
        assert.deepEqual(seen, ["initiated", "initiated"])
        yield* failure(call.conversationId, "no-answer")
        yield* settle
        assert.deepEqual(seen, ["initiated", "initiated", "failed", "failed"])
      })
    )
  )

  it.effect("whose call cannot be checked now is checked in a later round", () =>
    withReceiver()(
      Effect.gen(function* () {
        const call = yield* place()
        yield* pass(60)
        yield* (yield* Emulator).fault({ target: "conversation", kind: "status", status: 401 })
        yield* deliver("post_call_transcription", call.conversationId)
        yield* settle
        assert.strictEqual((yield* callOf(call.id)).status, "initiated")
        assert.deepEqual(yield* counts, { received: 1, parked: 0, unknown: 0 })
        yield* pass(31)
        assert.strictEqual((yield* callOf(call.id)).status, "done")
        assert.deepEqual(yield* counts, { received: 0, parked: 0, unknown: 0 })
      })
    )
  )

  it.effect("ends a call that nobody picked up also while the provider does not answer, and is checked later", () =>
    withReceiver()(
      Effect.gen(function* () {
        const call = yield* place({ to: "+14155550107" })
        yield* (yield* Emulator).fault({ target: "conversation", kind: "status", status: 401 })
        yield* failure(call.conversationId, "busy")
        yield* settle
        assert.deepInclude(yield* callOf(call.id), { status: "failed", outcome: "busy" })
        assert.deepEqual(yield* counts, { received: 1, parked: 0, unknown: 0 })
        yield* pass(31)
        assert.deepEqual(yield* counts, { received: 0, parked: 0, unknown: 0 })
      })
    )
  )

  it.effect("asks the provider nothing before the time that it named when it met its limit", () =>
    withReceiver()(
      Effect.gen(function* () {
        const numbers = Array.from({ length: 60 }, (_, n) => `+1415555${String(120 + n).padStart(4, "0")}`)
        const calls = yield* Effect.forEach(numbers, (to) => place({ to }))
        yield* pass(200)
        const limit = { target: "conversation", kind: "rate-limited", retryAfterSeconds: 90, times: 8 } as const
        yield* (yield* Emulator).fault(limit)
        const before = yield* reads
        yield* Effect.forEach(calls, (call) => deliver("post_call_transcription", call.conversationId))
        yield* pass(85)
        assert.isAtMost((yield* reads) - before, 8)
        assert.deepEqual(yield* counts, { received: 60, parked: 0, unknown: 0 })
        yield* pass(40)
        assert.deepEqual(yield* counts, { received: 0, parked: 0, unknown: 0 })
        for (const { id } of calls) assert.strictEqual((yield* callOf(id)).status, "done")
      })
    )
  )
})

describe("a webhook whose conversation is not known", () => {
  it.effect("waits for the dial's own answer, then applies", () =>
    withReceiver()(
      Effect.gen(function* () {
        yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "delay", delayMs: 40_000 })
        const placing = yield* Effect.forkChild(place({ to: "+14155550101" }))
        yield* pass(3)
        yield* failure(yield* newest, "busy")
        yield* pass(36)
        assert.deepEqual(yield* counts, { received: 0, parked: 1, unknown: 0 })
        yield* pass(3)
        const call = yield* Fiber.join(placing)
        assert.deepInclude(yield* callOf(call.id), { status: "failed", outcome: "busy" })
        assert.deepEqual(yield* counts, { received: 0, parked: 0, unknown: 0 })
      })
    )
  )

  it.effect("lets a call of unknown fate be looked for, which compares everything, and applies to it", () =>
    withReceiver()(
      Effect.gen(function* () {
        yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "drop" })
        const call = yield* place()
        assert.deepInclude(call, { status: "unknown", conversationId: null })
        yield* pass(60)
        yield* deliver("post_call_transcription", yield* newest)
        yield* settle
        assert.deepInclude<object>(yield* callOf(call.id), { status: "done", conversationId: yield* newest })
        assert.include(yield* causes(call.id), "look-up: status done")
        assert.deepEqual(yield* counts, { received: 0, parked: 0, unknown: 0 })
      })
    )
  )

  it.effect("and that nobody here planned is an alarm after an hour, and never adopted", () =>
    withReceiver()(
      Effect.gen(function* () {
        warnings.length = 0
        yield* (yield* Emulator).fault({ target: "dial", kind: "drop" })
        const call = yield* place()
        const stranger = yield* dialByHand
        yield* failure(stranger, "busy")
        yield* deliver("post_call_transcription", "conv_of_nobody")
        yield* settle
        yield* TestClock.adjust("59 minutes")
        yield* settle
        assert.deepEqual(yield* counts, { received: 0, parked: 2, unknown: 0 })
        assert.deepEqual(warnings, [])
        const before = yield* counted("outbound_webhooks_unknown_total")
        yield* TestClock.adjust("2 minutes")
        yield* settle
        assert.deepEqual(yield* counts, { received: 0, parked: 0, unknown: 2 })
        assert.strictEqual((yield* counted("outbound_webhooks_unknown_total")) - before, 2)
        assert.match(warnings.join(), new RegExp(`tells of ${stranger}.*which no call of this ledger started`))
        assert.deepInclude(yield* callOf(call.id), { status: "unknown", conversationId: null })
        yield* TestClock.adjust("8 days")
        yield* settle
        assert.strictEqual((yield* counts).unknown, 0)
      })
    )
  )

  it.effect("and that names none at all is an alarm at once", () =>
    withReceiver()(
      Effect.gen(function* () {
        warnings.length = 0
        const call = yield* place()
        yield* failure(null, "busy")
        yield* failure("not an id!", "busy")
        yield* settle
        assert.deepEqual(yield* counts, { received: 0, parked: 0, unknown: 2 })
        assert.match(warnings.join(), /names no conversation/)
        yield* failure(call.id, "busy")
        yield* settle
        assert.strictEqual((yield* callOf(call.id)).status, "initiated")
        assert.strictEqual((yield* counts).parked, 1)
      })
    )
  )
})

describe("the inbox of a process that died", () => {
  it.effect("is applied by the next one", () =>
    Effect.gen(function* () {
      const call = yield* place()
      yield* pass(60)
      const inbox = yield* WebhookInbox
      const left = { id: "a", sizeBytes: 1, eventAt: null, says: null, body: null, receivedAt: yield* DateTime.now }
      yield* inbox.add({ ...left, type: "post_call_transcription", conversationId: call.conversationId })
      yield* pass(11)
      yield* Effect.gen(function* () {
        yield* settle
        assert.strictEqual((yield* callOf(call.id)).status, "done")
      }).pipe(Effect.provide(WebhookReceiver.layer.pipe(Layer.provide(opened))))
    }).pipe(Effect.provide(MemoryInbox.layer), inWorld())
  )

  it.effect("forgets what was applied after two days, when its signature is too old to come again", () =>
    withReceiver()(
      Effect.gen(function* () {
        const call = yield* place()
        yield* pass(60)
        yield* deliver("post_call_transcription", call.conversationId)
        yield* settle
        yield* TestClock.adjust("47 hours")
        assert.isFalse(yield* deliver("post_call_transcription", call.conversationId))
        yield* TestClock.adjust("2 hours")
        yield* settle
        assert.isTrue(yield* deliver("post_call_transcription", call.conversationId))
      })
    )
  )
})

/** A call that somebody placed with the same account, not through this service. */
const dialByHand = Effect.gen(function* () {
  const emulator = yield* Emulator
  const { body } = yield* emulator.handle({
    method: "POST",
    url: "/v1/convai/twilio/outbound-call",
    headers: { "xi-api-key": "key" },
    body: JSON.stringify({ agent_id: "agent_plain", agent_phone_number_id: "phnum_demo", to_number: "+14155550101" })
  })
  return String(JSON.parse(String(body)).conversation_id)
})
