import { assert, describe, it } from "@effect/vitest"
import {
  type Call,
  CallLedger,
  followCall,
  forgetCalls,
  forgetCallsBefore,
  getCall,
  hangUp,
  placeCall,
  ProviderAccount,
  ProviderError,
  reconcileCalls,
  recoverCall,
  Retention,
  RetentionLoop,
  type RetentionOrder
} from "@outbound-call/core"
import { advance } from "@outbound-call/core/AdvanceCall"
import { forgottenCall } from "@outbound-call/core/ForgottenCall"
import { Clock, DateTime, Duration, Effect, Layer, Logger, Stream } from "effect"
import { TestClock } from "effect/testing"
import { inWorld, pass, place, reads, request, rings } from "./Rig.ts"
import { sampleCall, sampleNow } from "./SampleCall.ts"

const key = { type: "given", key: "order-1" } as const

/** A call under a key that was talked in to its end. */
const talked = Effect.gen(function* () {
  const { id } = yield* place({}, key)
  yield* pass(180)
  const call = yield* getCall(id)
  assert.strictEqual(call.status, "done")
  return call
})

const approved = {
  requestedAt: sampleNow,
  expiresAt: sampleNow,
  reasons: [{ rule: "approval", says: "The profile wants it." }],
  decision: "approved" as const,
  decidedAt: sampleNow,
  decidedBy: "carol"
}

const day = 86_400_000

const unreachable = new ProviderError({
  reason: "unavailable",
  detail: "No answer.",
  status: null,
  requestId: null,
  retryAfterSeconds: null,
  isUnknownRoute: false
})

const nothing = { forgotten: 0, kept: { attention: 0, unheard: 0, untold: 0 } }

/** As if the provider's clock were so far ahead of ours. */
const theirClock = (clockOffset: ProviderAccount["Service"]["clockOffset"]) =>
  Effect.updateService(ProviderAccount, (account) => ProviderAccount.of({ ...account, clockOffset }))

const forget = (days: number) => forgetCalls({ olderThan: Duration.days(days), by: "bob" })

describe("forgetting old calls", () => {
  it.effect("takes calls that were over longer ago than that, to the millisecond", () =>
    Effect.gen(function* () {
      yield* talked
      yield* TestClock.adjust("31 days")
      assert.deepInclude(yield* forget(31), { forgotten: 0 })
      yield* TestClock.adjust("1 millis")
      assert.deepInclude(yield* forget(31), { forgotten: 1 })
    }).pipe(inWorld())
  )

  it.effect("is refused for calls that the policy still counts by number", () =>
    Effect.gen(function* () {
      const call = yield* talked
      yield* TestClock.adjust("200 days")
      const refused = yield* Effect.flip(forget(30.5))
      assert.deepInclude<object>(refused, { _tag: "RetentionTooShort", days: 30.5, leastDays: 31 })
      assert.match(refused.message, /31 days at least.*Nothing was forgotten, and no phone rang/)
      assert.deepStrictEqual(yield* getCall(call.id), call)
    }).pipe(inWorld())
  )

  it.effect("finds no call that is older than any can be", () =>
    Effect.gen(function* () {
      yield* talked
      for (const days of [100_000, 1e12]) {
        const { before, forgotten } = yield* forget(days)
        assert.strictEqual(DateTime.toEpochMillis(before), 0)
        assert.strictEqual(forgotten, 0)
      }
    }).pipe(inWorld())
  )

  it.effect("leaves its key with its call, which rings nobody again", () =>
    Effect.gen(function* () {
      const call = yield* talked
      yield* TestClock.adjust("90 days")
      assert.deepInclude(yield* forget(60), { forgotten: 1 })
      const again = yield* placeCall(request(), key)
      assert.deepInclude(again, { replayed: true })
      assert.deepInclude(again.call, { id: call.id, status: "done", outcome: call.outcome, to: null })
      const other = yield* Effect.flip(placeCall(request({ to: "+14155550107" }), key))
      assert.deepInclude<object>(other, { _tag: "IdempotencyMismatch", callId: call.id })
      assert.strictEqual(yield* rings, 1)
    }).pipe(inWorld())
  )

  it.effect("leaves nothing to settle, to follow or to hang up, and asks nobody about it", () =>
    Effect.gen(function* () {
      const { id } = yield* talked
      yield* TestClock.adjust("90 days")
      yield* forget(60)
      const before = yield* reads
      const call = yield* getCall(id)
      assert.deepInclude(yield* recoverCall(id), { result: "settled", call })
      assert.deepStrictEqual(yield* Stream.runCollect(followCall(id)), [])
      assert.deepInclude(yield* hangUp(id), { call })
      assert.strictEqual(yield* reads, before)
    }).pipe(inWorld())
  )

  it.effect("is done by a server ten minutes after its start and every day", () =>
    Effect.gen(function* () {
      const { id } = yield* talked
      const isForgotten = CallLedger.use((ledger) => ledger.find(id)).pipe(
        Effect.map(({ forgottenAt }) => forgottenAt !== null)
      )
      yield* TestClock.adjust("41 days")
      yield* Layer.build(RetentionLoop.layer(Duration.days(40)))
      yield* TestClock.adjust("599 seconds")
      assert.isFalse(yield* isForgotten)
      yield* TestClock.adjust("1 second")
      assert.isTrue(yield* isForgotten)
      const next = yield* place({}, { ...key, key: "order-2" })
      yield* pass(180)
      yield* getCall(next.id)
      yield* TestClock.adjust("39 days")
      assert.isNull((yield* getCall(next.id)).forgottenAt)
      yield* TestClock.adjust("2 days")
      assert.isNotNull((yield* getCall(next.id)).forgottenAt)
    }).pipe(Effect.scoped, inWorld())
  )

  it.effect("is refused unless the provider's clock agrees with ours to the minute", () =>
    Effect.gen(function* () {
      const call = yield* talked
      yield* TestClock.adjust("365 days")
      for (const [offset, says] of [
        [Effect.succeed(-365 * day), /^The clock of this machine is 31536000 s ahead of the provider's\./],
        [Effect.succeed(60_000), /60 s behind the provider's/],
        [Effect.succeed(null), /^The provider does not tell the time\./],
        [Effect.fail(unreachable), /^The provider does not tell the time: .*No answer\./]
      ] as const) {
        for (const dryRun of [false, true]) {
          const wish = { olderThan: Duration.days(40), by: "bob", dryRun }
          const refused = yield* Effect.flip(forgetCalls(wish).pipe(theirClock(offset)))
          assert.strictEqual(refused._tag, "ClockUnconfirmed")
          assert.match(refused.message, says)
          assert.match(refused.message, /Nothing was forgotten, and no phone rang\.$/)
        }
      }
      assert.deepStrictEqual(yield* getCall(call.id), call)
      for (const offset of [-59_999, 59_999]) {
        assert.deepInclude(yield* forget(400).pipe(theirClock(Effect.succeed(offset))), { forgotten: 0 })
      }
    }).pipe(inWorld())
  )

  it.effect("does not go by what the clock said before it was set right", () =>
    Effect.gen(function* () {
      yield* talked
      const right = yield* Clock.currentTimeMillis
      yield* TestClock.adjust("365 days")
      const setRight = Effect.as(TestClock.setTime(right), 0)
      assert.deepInclude(yield* forget(40).pipe(theirClock(setRight)), { forgotten: 0 })
      const ahead = Effect.as(TestClock.setTime(right + 365 * day), 0)
      assert.deepInclude(yield* forget(40).pipe(theirClock(ahead)), { forgotten: 0 })
    }).pipe(inWorld())
  )

  it.effect("takes a date without asking for the time, and what was not heard from twice as long ago", () =>
    Effect.gen(function* () {
      yield* talked
      yield* TestClock.adjust("100 days")
      const now = yield* DateTime.now
      const before = (days: number) =>
        forgetCallsBefore({ before: DateTime.subtract(now, { milliseconds: days * day }), by: "bob" }).pipe(
          theirClock(Effect.die("it was asked"))
        )
      const refused = yield* Effect.flip(before(30.96))
      assert.deepInclude<object>(refused, { _tag: "RetentionTooShort", days: 30.9 })
      assert.deepInclude<object>(yield* Effect.flip(before(-1)), { _tag: "RetentionTooShort", days: 0 })
      assert.deepInclude(yield* before(101), { forgotten: 0 })
      const orders: Array<RetentionOrder> = []
      const seen = Retention.of({
        forgetSome: (order) => Effect.sync(() => orders.push(order)).pipe(Effect.as({ ...nothing, next: null }))
      })
      yield* before(31).pipe(Effect.provideService(Retention, seen))
      assert.deepStrictEqual(
        orders.map(({ unheardBefore }) => unheardBefore),
        [DateTime.subtract(now, { days: 62 })]
      )
      assert.deepInclude(yield* before(31), { forgotten: 1 })
    }).pipe(inWorld())
  )

  it.effect("waits in a server for a clock that the provider's confirms, and says so", () =>
    Effect.gen(function* () {
      const { id } = yield* talked
      yield* TestClock.adjust("400 days")
      const said: Array<string> = []
      let offset = -365 * day
      yield* Layer.build(RetentionLoop.layer(Duration.days(40))).pipe(
        theirClock(Effect.sync(() => offset)),
        Effect.provide(
          Logger.layer([Logger.make(({ logLevel, message }) => void said.push([logLevel, message].join(" ")))])
        )
      )
      yield* TestClock.adjust("10 minutes")
      assert.match(said.at(-1) ?? "", /^Warn Old calls stay for now: .* ahead of the provider's.*no phone rang/)
      assert.isNull((yield* getCall(id)).forgottenAt)
      offset = 0
      yield* TestClock.adjust("1 hour")
      assert.isNotNull((yield* getCall(id)).forgottenAt)
    }).pipe(Effect.scoped, inWorld())
  )

  it.effect("brings no forgotten call back from the provider, which is told all the same that it rang", () =>
    Effect.gen(function* () {
      const ledger = yield* CallLedger
      const call = yield* talked
      const denied = { ...approved, decision: "denied" as const }
      const forgotten = forgottenCall({ ...call, status: "refused", conversationId: null, approval: denied }, sampleNow)
      const told: Array<Call> = []
      const found = yield* reconcileCalls(sampleNow).pipe(
        Effect.provideService(CallLedger, {
          ...ledger,
          find: () => Effect.succeed(forgotten),
          record: (_, news) =>
            Effect.map(DateTime.now, (now) => {
              const next = advance(forgotten, news, now).call
              told.push(next)
              return next
            })
        })
      )
      assert.deepStrictEqual(found, { looked: 1, restored: [], blocked: [] })
      assert.deepStrictEqual(
        told.map(({ attention, status, to }) => [attention?.code, status, to]),
        [["rang-after-all", "done", null]]
      )
    }).pipe(inWorld())
  )

  it("keeps that a call was approved, and not by whom or why", () => {
    assert.deepStrictEqual(forgottenCall(sampleCall({ approval: approved }), sampleNow).approval, {
      ...approved,
      reasons: [],
      decidedBy: null
    })
  })
})
