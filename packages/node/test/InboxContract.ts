import { assert, describe, it } from "@effect/vitest"
import { ConversationId, type Webhook, WebhookInbox, type WebhookState } from "@outbound-call/core"
import { DateTime, Effect, type Layer } from "effect"

const start = 1_795_348_800_000
export const at = (seconds: number): DateTime.Utc => DateTime.makeUnsafe(start + seconds * 1000)

/** The n-th webhook, received n seconds after the start. */
export const webhookOf = (n: number, change: Partial<Webhook> = {}): Webhook => ({
  id: String(n).padStart(64, "0"),
  type: "post_call_transcription",
  conversationId: ConversationId.make(`conv_${n}`),
  eventAt: at(n - 1),
  receivedAt: at(n),
  sizeBytes: 232,
  says: null,
  body: null,
  ...change
})

const never = at(-1)

/** What every inbox promises about the provider's webhooks. */
export const inboxContract = <E>(name: string, layer: Layer.Layer<WebhookInbox, E>): void => {
  const promises = (promise: string, test: Effect.Effect<void, unknown, WebhookInbox>) =>
    it.live(`${promise} (${name})`, () => Effect.provide(test, layer))

  const openIds = Effect.fnUntraced(function* (before = at(1000)) {
    const inbox = yield* WebhookInbox
    return (yield* inbox.open(before)).map(({ id, state }) => `${Number(id)} ${state}`)
  })

  describe("the inbox", () => {
    promises(
      "takes each body once, from many at once as well",
      Effect.gen(function* () {
        const inbox = yield* WebhookInbox
        assert.isTrue(yield* inbox.add(webhookOf(1)))
        assert.isFalse(yield* inbox.add(webhookOf(1, { receivedAt: at(9) })))
        const added = yield* Effect.forEach([2, 2, 2, 3, 2], (n) => inbox.add(webhookOf(n)), {
          concurrency: "unbounded"
        })
        assert.strictEqual(added.filter((isNew) => isNew).length, 2)
        assert.deepEqual(yield* openIds(), ["1 received", "2 received", "3 received"])
      })
    )

    promises(
      "gives a webhook back as it was taken",
      Effect.gen(function* () {
        const inbox = yield* WebhookInbox
        const failure = webhookOf(1, { type: "call_initiation_failure", says: "busy", body: '{"type":"…"}' })
        const nameless = webhookOf(2, { conversationId: null, eventAt: null })
        yield* inbox.add(failure)
        yield* inbox.add(nameless)
        assert.deepEqual(yield* inbox.open(at(1000)), [
          { ...failure, state: "received" },
          { ...nameless, state: "received" }
        ])
      })
    )

    promises(
      "moves an open webhook, and never one that is settled",
      Effect.gen(function* () {
        const inbox = yield* WebhookInbox
        const settled: ReadonlyArray<WebhookState> = ["applied", "foreign", "unknown"]
        for (const [n, state] of settled.entries()) {
          yield* inbox.add(webhookOf(n))
          const { id } = webhookOf(n)
          assert.isTrue(yield* inbox.move(id, "parked"))
          assert.isTrue(yield* inbox.move(id, state))
          for (const later of ["received", "parked", ...settled] as const) assert.isFalse(yield* inbox.move(id, later))
          assert.isFalse(yield* inbox.add(webhookOf(n)))
        }
        assert.isFalse(yield* inbox.move(webhookOf(9).id, "applied"))
        assert.deepEqual(yield* openIds(), [])
        assert.deepEqual(yield* inbox.counts, { received: 0, parked: 0, unknown: 1 })
      })
    )

    promises(
      "shows what is open and came before an instant: what is due first, then the oldest",
      Effect.gen(function* () {
        const inbox = yield* WebhookInbox
        for (const n of [4, 1, 3, 2]) yield* inbox.add(webhookOf(n))
        yield* inbox.move(webhookOf(1).id, "parked")
        yield* inbox.move(webhookOf(2).id, "parked")
        assert.deepEqual(yield* openIds(), ["3 received", "4 received", "1 parked", "2 parked"])
        assert.deepEqual(yield* openIds(at(3)), ["1 parked", "2 parked"])
        assert.deepEqual(yield* inbox.counts, { received: 2, parked: 2, unknown: 0 })
      })
    )

    promises(
      "forgets what is settled, each kind in its time, and nothing that is open",
      Effect.gen(function* () {
        const inbox = yield* WebhookInbox
        for (const n of [1, 2, 3, 4, 5]) yield* inbox.add(webhookOf(n))
        yield* inbox.move(webhookOf(1).id, "applied")
        yield* inbox.move(webhookOf(2).id, "foreign")
        yield* inbox.move(webhookOf(3).id, "unknown")
        yield* inbox.move(webhookOf(4).id, "parked")
        const taken = Effect.forEach([1, 2, 3, 4, 5], (n) =>
          Effect.map(inbox.add(webhookOf(n, { receivedAt: at(500) })), (isNew) => (isNew ? [n] : []))
        ).pipe(Effect.map((lists) => lists.flat()))
        yield* inbox.forget({ settled: never, unknown: never })
        assert.deepEqual(yield* taken, [])
        yield* inbox.forget({ settled: at(100), unknown: never })
        assert.deepEqual(yield* taken, [1, 2])
        yield* inbox.forget({ settled: never, unknown: at(100) })
        assert.deepEqual(yield* taken, [3])
      })
    )
  })
}
