import { assert, describe, it } from "@effect/vitest"
import { CallId, HangUpUnavailable, ProviderError } from "@outbound-call/core"
import { Emulator } from "@outbound-call/emulator"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { explain } from "../src/ToolError.ts"
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

  for (const [to, status] of [
    ["+14155550107", "initiated"],
    ["+14155550108", "processing"]
  ] as const) {
    it.effect(`sends to a person, in place of waiting on, a call that stays ${status} for forty minutes`, () =>
      Effect.gen(function* () {
        const { client, id } = yield* place(to)
        yield* TestClock.adjust("38 minutes")
        const early = yield* asTimePasses(use(client, "wait_for_call", { call_id: id, wait_seconds: 1 }))
        assert.deepInclude(early.result["next_step"], { tool: "wait_for_call" })
        yield* TestClock.adjust("2 minutes")
        const late = yield* asTimePasses(use(client, "wait_for_call", { call_id: id, wait_seconds: 1 }))
        assert.deepInclude(late.result, { status, terminal: false })
        assert.match(
          JSON.stringify(late.result["next_step"]),
          new RegExp(`"tool":null.*40 min ago and is still ${status}.*tell the person`)
        )
      }).pipe(Effect.provide(world()))
    )
  }

  it.effect("stops waiting when the time is up; the call goes on", () =>
    Effect.gen(function* () {
      const { client, id } = yield* place("+14155550109")
      const { result } = yield* asTimePasses(use(client, "wait_for_call", { call_id: id, wait_seconds: 10 }))
      assert.deepInclude(result, { status: "initiated", terminal: false })
      assert.notProperty(result, "outcome")
      assert.deepInclude(result["next_step"], { tool: "wait_for_call", arguments: { call_id: id } })
    }).pipe(Effect.provide(world()))
  )

  it.effect("settles a call of unknown fate by looking for it, never by dialling", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.UTC(2026, 10, 23, 9, 30))
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "dial", kind: "drop", when: "after" })
      const { client, id } = yield* place(ada.to)
      const { result } = yield* asTimePasses(use(client, "wait_for_call", { call_id: id, wait_seconds: 5 }))
      assert.property(result, "conversation_id")
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
  it.effect("ends a call under way, and gives back one that is over", () =>
    Effect.gen(function* () {
      const { client, id } = yield* place("+14155550114")
      yield* TestClock.adjust("20 seconds")
      const ended = yield* use(client, "hang_up", { call_id: id })
      assert.deepInclude(ended.result, { call_id: id, status: "processing" })
      yield* TestClock.adjust("10 seconds")
      yield* use(client, "get_call", { call_id: id })
      const over = yield* use(client, "hang_up", { call_id: id })
      assert.deepInclude(over.result, { status: "done", duration_seconds: 16 })
    }).pipe(Effect.provide(world()))
  )

  it.effect("waits for the provider's word when that is late", () =>
    Effect.gen(function* () {
      const { client, id } = yield* place("+14155550107")
      const { result } = yield* use(client, "hang_up", { call_id: id })
      assert.deepInclude(result, { status: "initiated" })
      assert.deepInclude(result["next_step"], { tool: "wait_for_call", why: requested })
    }).pipe(Effect.provide(world()))
  )

  it("says why a call cannot be ended, and names tools only", () => {
    for (const reason of ["no-credentials", "other-carrier", "other-account", "no-call-sid"] as const) {
      const { message } = explain(
        new HangUpUnavailable({ callId, callSid: "CA1", status: "unknown", reason, missing: "TWILIO_AUTH_TOKEN" })
      )
      assert.match(message, /^hang_up_unavailable: call_.* Fix: /)
      assert.notInclude(message, "outbound recover")
    }
    const refusal = { reason: "unauthorized", detail: "Twilio answered HTTP 401: Authenticate (20003)." } as const
    const nothing = { status: 401, requestId: null, retryAfterSeconds: null, isUnknownRoute: false }
    const { message } = explain(new ProviderError({ ...refusal, ...nothing, carrier: true }))
    assert.match(message, /^provider_unauthorized: Twilio .* Fix: .*Twilio credentials/)
  })
})

const callId = CallId.make("call_01JD0000000000000000000000")
const requested = "It was asked to end; waiting tells when it is over."
