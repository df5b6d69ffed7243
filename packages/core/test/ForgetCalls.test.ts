import { assert, describe, it } from "@effect/vitest"
import {
  type Call,
  CallLedger,
  followCall,
  forgetCalls,
  getCall,
  hangUp,
  placeCall,
  reconcileCalls,
  recoverCall,
  RetentionLoop
} from "@outbound-call/core"
import { advance } from "@outbound-call/core/AdvanceCall"
import { forgottenCall } from "@outbound-call/core/ForgottenCall"
import { DateTime, Duration, Effect, Layer, Stream } from "effect"
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
