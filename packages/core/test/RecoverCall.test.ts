import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Emulator } from "@outbound-call/emulator"
import { CallLedger, getCall, recoverCall, VoiceProvider } from "@outbound-call/core"
import { inWorld, pass, place, posts, rings, Traffic } from "./Rig.ts"
import { sampleCall, sampleIdentity } from "./SampleCall.ts"

const lose = (when: "before" | "after") =>
  Effect.gen(function* () {
    yield* Effect.orDie((yield* Emulator).fault({ target: "dial", when, kind: "drop" }))
    return yield* place()
  })

const stored = Effect.fnUntraced(function* (change: Parameters<typeof sampleCall>[0]) {
  const call = sampleCall(change)
  yield* Effect.orDie((yield* CallLedger).claim(call, "{}", { type: "new" }, null))
  return call
})

describe("recoverCall", () => {
  it.effect("settles a call that rang, and dials nothing", () =>
    Effect.gen(function* () {
      const lost = yield* lose("after")
      yield* pass(60)
      const recovery = yield* recoverCall(lost.id)
      assert.strictEqual(recovery.result, "found")
      assert.deepInclude<object>(recovery.call, { status: "done", outcome: "answered", durationSeconds: 36 })
      assert.strictEqual((yield* (yield* CallLedger).find(lost.id)).status, "done")
      assert.strictEqual(yield* posts, 1)
      assert.strictEqual(yield* rings, 1)
    }).pipe(inWorld())
  )

  it.effect("concludes nothing from finding nothing, however often it looks", () =>
    Effect.gen(function* () {
      const lost = yield* lose("before")
      for (let n = 0; n < 5; n++) {
        yield* pass(60)
        const recovery = yield* recoverCall(lost.id)
        assert.strictEqual(recovery.result, "nothing")
        assert.strictEqual(recovery.call.status, "unknown")
      }
      assert.strictEqual(yield* posts, 1)
    }).pipe(inWorld())
  )

  it.effect("has nothing to settle for a call that is over", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550111" })
      const { sent } = yield* Traffic
      const before = sent.length
      assert.strictEqual((yield* recoverCall(call.id)).result, "settled")
      assert.strictEqual(sent.length, before)
    }).pipe(inWorld())
  )

  it.effect("reads a call whose conversation is known", () =>
    Effect.gen(function* () {
      const call = yield* place()
      yield* pass(60)
      const recovery = yield* recoverCall(call.conversationId ?? "")
      assert.strictEqual(recovery.result, "found")
      assert.strictEqual(recovery.call.status, "done")
    }).pipe(inWorld())
  )

  it.effect("leaves a call of another account as it is, and asks nobody", () =>
    Effect.gen(function* () {
      const call = yield* stored({ status: "unknown", identity: { ...sampleIdentity, workspace: "another" } })
      const recovery = yield* recoverCall(call.id)
      assert.strictEqual(recovery.result, "other-account")
      assert.strictEqual(recovery.call.status, "unknown")
      assert.deepStrictEqual((yield* Traffic).sent, [])
    }).pipe(inWorld())
  )

  it.effect("does not know a call that is none", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* Effect.flip(recoverCall("call_nothing")))._tag, "CallNotFound")
    }).pipe(inWorld())
  )

  it.effect("leaves a dial under way alone, and doubts one that never ended", () =>
    Effect.gen(function* () {
      const provider = yield* VoiceProvider
      const call = yield* stored({ identity: provider.identity(sampleIdentity.phoneNumberId) })
      yield* pass(60)
      assert.strictEqual((yield* getCall(call.id)).status, "dialing")
      yield* pass(740)
      assert.strictEqual((yield* getCall(call.id)).status, "unknown")
    }).pipe(inWorld())
  )

  it.effect("does not conclude anything when the provider refuses to answer", () =>
    Effect.gen(function* () {
      const lost = yield* lose("after")
      yield* (yield* Emulator).fault({ target: "list", kind: "html", status: 401 })
      assert.strictEqual((yield* Effect.flip(recoverCall(lost.id)))._tag, "ProviderError")
      assert.strictEqual((yield* (yield* CallLedger).find(lost.id)).status, "unknown")
    }).pipe(inWorld())
  )
})
