import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { connect, inMemory, requestTo } from "./Rig.ts"

describe("a conversation of the account", () => {
  it.effect("is read as the provider has it, by its own id or its call's, without what was said", () =>
    Effect.gen(function* () {
      const client = yield* connect
      const { body: call } = yield* client.calls.place({
        headers: { "idempotency-key": "a" },
        payload: requestTo("+14155550100")
      })
      const conversation = call.conversationId ?? assert.fail("no conversation")
      yield* TestClock.adjust("2 minutes")
      const byCall = yield* client.conversations.get({ params: { id: call.id } })
      const byConversation = yield* client.conversations.get({ params: { id: conversation } })
      assert.deepEqual(byCall, byConversation)
      assert.deepInclude(byCall, {
        id: conversation,
        status: "done",
        outcome: "answered",
        evaluation: "success",
        agentId: "agent_demo",
        direction: "outbound",
        externalNumber: "+14155550100",
        durationSeconds: 36,
        hasAudio: true
      })
      assert.notInclude(JSON.stringify(byCall), "speaking")
    }).pipe(Effect.provide(inMemory))
  )

  it.effect("that nobody knows is not found", () =>
    Effect.gen(function* () {
      const client = yield* connect
      const error = yield* Effect.flip(client.conversations.get({ params: { id: "conv_unknown" } }))
      assert.strictEqual("code" in error ? error.code : error._tag, "call-not-found")
    }).pipe(Effect.provide(inMemory))
  )
})
