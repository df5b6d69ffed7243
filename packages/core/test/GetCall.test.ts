import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { Emulator } from "@outbound-call/emulator"
import {
  CallLedger,
  getCall,
  getConversation,
  getRecording,
  getTranscript,
  listCalls,
  listConversations
} from "@outbound-call/core"
import { inWorld, pass, place, posts, Traffic } from "./Rig.ts"
import { sampleCall, sampleIdentity } from "./SampleCall.ts"

describe("getCall", () => {
  it.effect("looks anew, by either id, and records what it sees", () =>
    Effect.gen(function* () {
      const call = yield* place()
      yield* pass(10)
      assert.strictEqual((yield* getCall(call.id)).status, "in-progress")
      yield* pass(40)
      assert.strictEqual((yield* getCall(call.conversationId ?? "")).status, "done")
      assert.strictEqual((yield* (yield* CallLedger).find(call.id)).status, "done")
      assert.strictEqual(yield* posts, 1)
    }).pipe(inWorld())
  )

  it.effect("gives what is known when the provider does not answer, or does not know it", () =>
    Effect.gen(function* () {
      const call = yield* place()
      yield* pass(60)
      const emulator = yield* Emulator
      for (const status of [401, 404]) {
        yield* emulator.fault({ target: "conversation", kind: "status", status })
        assert.strictEqual((yield* getCall(call.id)).status, "initiated")
      }
    }).pipe(inWorld())
  )

  it.effect("does not know a call that is none, and leaves one of another account as it is", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* Effect.flip(getCall("conv_none")))._tag, "CallNotFound")
      const other = sampleCall({ status: "unknown", identity: { ...sampleIdentity, workspace: "another" } })
      yield* (yield* CallLedger).claim(other, "{}", { type: "new" }, null)
      assert.deepStrictEqual(yield* getCall(other.id), other)
      assert.deepStrictEqual((yield* Traffic).sent, [])
    }).pipe(inWorld())
  )
})

describe("getConversation, getTranscript and getRecording", () => {
  it.effect("give the record, what was said and the sound, by either id", () =>
    Effect.gen(function* () {
      const call = yield* place()
      yield* pass(60)
      for (const id of [call.id, call.conversationId ?? ""]) {
        assert.strictEqual((yield* getConversation(id)).status, "done")
        const transcript = yield* getTranscript(id)
        assert.isTrue(transcript.complete)
        assert.strictEqual(transcript.turns.length, 7)
        const bytes = yield* Stream.runFold(
          getRecording(id),
          () => 0,
          (total, chunk) => total + chunk.length
        )
        assert.isAbove(bytes, 1000)
      }
    }).pipe(inWorld())
  )

  it.effect("say what is missing", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "before", kind: "drop" })
      const lost = yield* place()
      const missing = yield* Effect.flip(getConversation(lost.id))
      assert.deepInclude<object>(missing, { _tag: "CallNotFound", id: lost.id, missing: "conversation" })
      const busy = yield* place({ to: "+14155550101" })
      yield* pass(10)
      const silent = yield* Effect.flip(Stream.runDrain(getRecording(busy.id)))
      assert.deepInclude<object>(silent, { _tag: "CallNotFound", missing: "recording" })
      for (const id of ["conv_none", "call_none", "", "../agents", "a b"]) {
        assert.strictEqual((yield* Effect.flip(getTranscript(id)))._tag, "CallNotFound", id)
      }
    }).pipe(inWorld())
  )

  it.effect("give what there is of a call that goes on", () =>
    Effect.gen(function* () {
      const call = yield* place()
      yield* pass(10)
      const transcript = yield* getTranscript(call.id)
      assert.isFalse(transcript.complete)
      assert.isAbove(transcript.turns.length, 0)
    }).pipe(inWorld())
  )
})

describe("listCalls and listConversations", () => {
  it.effect("list ours as recorded, and the provider's a page at a time", () =>
    Effect.gen(function* () {
      const first = yield* place()
      const second = yield* place({ to: "+14155550101" })
      yield* pass(60)
      const ours = yield* listCalls()
      assert.deepStrictEqual(
        ours.calls.map(({ id, status }) => `${id} ${status}`),
        [`${second.id} initiated`, `${first.id} initiated`].toSorted().toReversed()
      )
      const page = yield* listConversations({ limit: 1 })
      assert.deepStrictEqual(
        page.conversations.map(({ id, status }) => `${id} ${status}`),
        [`${second.conversationId} failed`]
      )
      const next = yield* listConversations({ limit: 1, cursor: page.nextCursor ?? "" })
      assert.deepStrictEqual<unknown>(
        next.conversations.map(({ id }) => id),
        [first.conversationId]
      )
      assert.isNull(next.nextCursor)
    }).pipe(inWorld())
  )
})
