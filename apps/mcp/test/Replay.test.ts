import { assert, describe, it } from "@effect/vitest"
import { CallId, CallLedger, type Conversation, ConversationId, denyCall } from "@outbound-call/core"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { askingProfile, ringsTotal, says } from "./Asking.ts"
import { hostOf, type Json } from "./Host.ts"
import { ada, asTimePasses, world } from "./World.ts"

const wish = { ...ada, idempotency_key: "wish-of-ada", wait_seconds: 0 }

/** What the provider keeps of a call that rang. */
const rang = {
  id: ConversationId.make("conv_1"),
  status: "failed",
  answeredAt: null,
  durationSeconds: null,
  phoneCall: null,
  analysis: null,
  error: null,
  turns: [],
  warnings: []
} as unknown as Conversation

type Host = Effect.Success<ReturnType<typeof hostOf>>

/** How a call stops waiting, and what is then to be done. */
const ends = {
  "its time was up": {
    end: () => TestClock.adjust("11 minutes"),
    why: /Nobody said yes to it in time\. Nothing rang\..*only if they ask for the call again, .*new idempotency_key/
  },
  "it was withdrawn": {
    end: ({ use }: Host, id: string) => use("hang_up", { call_id: id }),
    why: /It was withdrawn\. Nothing rang\..*only if they ask for the call again, .*new idempotency_key/
  },
  "it was denied elsewhere": {
    end: (_: Host, id: string) => denyCall(id, {}),
    why: /A person said no to it\. Nothing rang\. Do not place it again, under no key/
  }
} as const

describe("the key of a call that waited in vain", () => {
  for (const [told, { end, why }] of Object.entries(ends)) {
    for (const looked of [false, true]) {
      it.effect(
        `gives that call again, says that it did, and what is next: ${told}${looked ? ", and that was seen" : ""}`,
        () =>
          Effect.gen(function* () {
            const host = yield* hostOf({ era: "2025-11-25", show: null })
            const placed = yield* host.use("place_call", wish)
            const id = String(placed.result["call_id"])
            assert.deepInclude(placed.result, { status: "planned", replayed: false })
            yield* end(host, id)
            if (looked) assert.strictEqual((yield* host.use("get_call", { call_id: id })).result["status"], "cancelled")
            const again = yield* host.use("place_call", { ...wish, wait_seconds: 30 })
            assert.isFalse(again.isError, again.text)
            assert.deepInclude(again.result, {
              call_id: id,
              status: "cancelled",
              terminal: true,
              replayed: true,
              phone_may_have_rung: false
            })
            assert.notProperty(again.result, "approval")
            const step = again.result["next_step"] as Json
            assert.isNull(step["tool"])
            assert.match(String(step["why"]), why)
            const waited = yield* host.use("wait_for_call", { call_id: id })
            assert.deepStrictEqual(waited.result["next_step"], step)
            assert.strictEqual(yield* ringsTotal, 0)
          }).pipe(Effect.provide(world("", undefined, askingProfile)))
      )
    }
  }

  it.effect("opens no form again, and a new key is a new call where the person asked for that", () =>
    Effect.gen(function* () {
      const host = yield* hostOf({ era: "2025-11-25", show: says("accept", { call: true }, 120_000) })
      const placed = yield* asTimePasses(host.use("place_call", wish))
      assert.strictEqual(placed.result["status"], "planned")
      yield* TestClock.adjust("11 minutes")
      const again = yield* host.use("place_call", wish)
      assert.deepInclude(again.result, { call_id: placed.result["call_id"], status: "cancelled", replayed: true })
      assert.strictEqual(host.asked.length, 1)
      const fresh = yield* asTimePasses(host.use("place_call", { ...wish, idempotency_key: "asked-for-again" }))
      assert.deepInclude(fresh.result, { status: "planned", replayed: false })
      assert.notStrictEqual(fresh.result["call_id"], placed.result["call_id"])
      assert.strictEqual(host.asked.length, 2)
      assert.strictEqual(yield* ringsTotal, 0)
    }).pipe(Effect.provide(world("", undefined, askingProfile)))
  )

  for (const [told, { end }] of Object.entries(ends)) {
    it.effect(`says that the phone may have rung where a ring was found later: ${told}`, () =>
      Effect.gen(function* () {
        const host = yield* hostOf({ era: "2025-11-25", show: null })
        const placed = yield* host.use("place_call", wish)
        const id = String(placed.result["call_id"])
        yield* end(host, id)
        assert.deepInclude((yield* host.use("get_call", { call_id: id })).result, { phone_may_have_rung: false })
        const ledger = yield* CallLedger
        yield* ledger.record(CallId.make(id), { type: "conversation", conversation: rang, cause: "look-up" })
        const again = yield* host.use("place_call", wish)
        assert.deepInclude(again.result, { call_id: id, terminal: true, replayed: true, phone_may_have_rung: true })
        const step = again.result["next_step"] as Json
        assert.notMatch(String(step["why"]), /Nothing rang|new idempotency_key/)
      }).pipe(Effect.provide(world("", undefined, askingProfile)))
    )
  }
})
