import { assert, describe, it } from "@effect/vitest"
import { Emulator } from "@outbound-call/emulator"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { ada, asTimePasses, connect, use, world } from "./World.ts"

const place = Effect.fnUntraced(function* (to: string) {
  const client = yield* connect()
  const wish = { ...ada, to, idempotency_key: `key-for-${to}`, wait_seconds: 0 }
  const { result } = yield* use(client, "place_call", wish)
  return { client, id: String(result["call_id"]) }
})

describe("wait_for_call", () => {
  for (const [to, status, outcome, tool] of [
    ["+14155550100", "done", "answered", "get_transcript"],
    ["+14155550101", "failed", "busy", null],
    ["+14155550102", "failed", "no-answer", null],
    ["+14155550104", "done", "voicemail", "get_transcript"]
  ] as const) {
    it.effect(`ends with ${outcome} for ${to}`, () =>
      Effect.gen(function* () {
        const { client, id } = yield* place(to)
        yield* TestClock.adjust("40 seconds")
        const { result } = yield* asTimePasses(use(client, "wait_for_call", { call_id: id }))
        assert.deepInclude(result, { status, outcome })
        assert.deepInclude(result["next_step"], { tool })
      }).pipe(Effect.provide(world()))
    )
  }

  it.effect("stops waiting when the time is up; the call goes on", () =>
    Effect.gen(function* () {
      const { client, id } = yield* place("+14155550109")
      const { result } = yield* asTimePasses(use(client, "wait_for_call", { call_id: id, wait_seconds: 10 }))
      assert.deepInclude(result, { status: "initiated", outcome: null })
      assert.deepInclude(result["next_step"], { tool: "wait_for_call", arguments: { call_id: id } })
    }).pipe(Effect.provide(world()))
  )

  it.effect("settles a call of unknown fate by looking for it, never by dialling", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "dial", kind: "drop", when: "after" })
      const { client, id } = yield* place(ada.to)
      const { result } = yield* asTimePasses(use(client, "wait_for_call", { call_id: id, wait_seconds: 5 }))
      assert.notStrictEqual(result["conversation_id"], null)
      assert.strictEqual((yield* emulator.rings).total, 1)
    }).pipe(Effect.provide(world()))
  )
})

describe("what is told of a call", () => {
  it.effect("carries nothing that was said in it", () =>
    Effect.gen(function* () {
      const { client, id } = yield* place("+14155550105")
      yield* TestClock.adjust("60 seconds")
      const call = yield* use(client, "get_call", { call_id: id })
      const list = yield* use(client, "list_calls", {})
      assert.deepInclude(call.result["problem"], { code: "call-failed" })
      for (const { text } of [call, list]) assert.notMatch(text, /Ada|missing|dynamic variable/i)
    }).pipe(Effect.provide(world()))
  )
})

describe("list_calls", () => {
  it.effect("shows calls newest first, with masked numbers, in pages", () =>
    Effect.gen(function* () {
      const { client } = yield* place("+14155550101")
      yield* TestClock.adjust("30 seconds")
      yield* place("+14155550109")
      const ended = yield* use(client, "list_calls", { status: "active" })
      assert.match(ended.text, /"to":"\+1415•••0109"/)
      assert.notMatch(ended.text, /4155550109/)
      const first = yield* use(client, "list_calls", { limit: 1 })
      assert.deepInclude(first.result, { has_more: true, simulated: true })
      const step = first.result["next_step"] as { readonly tool: string; readonly arguments: Record<string, unknown> }
      const second = yield* use(client, step.tool, step.arguments)
      assert.match(second.text, /0101/)
      assert.strictEqual(second.result["has_more"], false)
    }).pipe(Effect.provide(world()))
  )
})

describe("hang_up", () => {
  it.effect("says what is missing while a call runs, and gives back one that is over", () =>
    Effect.gen(function* () {
      const { client, id } = yield* place(ada.to)
      const live = yield* use(client, "hang_up", { call_id: id })
      assert.isTrue(live.isError)
      assert.match(live.text, /^hang_up_unavailable: .*goes on.*Twilio credentials.* Fix: /)
      yield* TestClock.adjust("60 seconds")
      yield* use(client, "get_call", { call_id: id })
      const over = yield* use(client, "hang_up", { call_id: id })
      assert.deepInclude(over.result, { call_id: id, status: "done" })
    }).pipe(Effect.provide(world()))
  )
})
