import { assert, describe, it } from "@effect/vitest"
import { Emulator } from "@outbound-call/emulator"
import { Clock, Effect, Fiber, Queue } from "effect"
import { ada, asTimePasses, connect, use, world } from "./World.ts"

const key = "test-key-1"
const rings = Effect.flatMap(Emulator, (emulator) => emulator.rings).pipe(Effect.map(({ total }) => total))

describe("place_call", () => {
  for (const era of ["2026-07-28", "2025-11-25", "2024-11-05"] as const) {
    it.effect(`rings once and gives the call at its end (${era})`, () =>
      Effect.gen(function* () {
        const client = yield* connect(era)
        const { isError, result, text } = yield* asTimePasses(
          use(client, "place_call", { ...ada, idempotency_key: key, wait_seconds: 50 })
        )
        const told = era === "2024-11-05" ? (JSON.parse(text) as typeof result) : result
        assert.isFalse(isError, text)
        assert.deepInclude(told, { status: "done", outcome: "answered", replayed: false, to: ada.to })
        assert.deepStrictEqual(told["next_step"], {
          tool: "get_transcript",
          arguments: { call_id: told["call_id"] },
          why: "Read what was said."
        })
        assert.strictEqual(yield* rings, 1)
      }).pipe(Effect.provide(world()))
    )

    it.effect(`tells the waiting client status and seconds, and no word of the callee (${era})`, () =>
      Effect.gen(function* () {
        const client = yield* connect(era)
        yield* asTimePasses(use(client, "place_call", { ...ada, idempotency_key: key, wait_seconds: 30 }, "token-1"))
        const news = (yield* Queue.clear(client.notifications)).filter(
          ({ method }) => method === "notifications/progress"
        )
        const told = news.map(({ payload }) => payload as { readonly message?: string; readonly progress: number })
        assert.isAtLeast(told.length, 8)
        assert.isAtMost(told.length, 11)
        const words = era === "2024-11-05" ? /^undefined$/ : /^(dialing|initiated|in-progress), waited \d+ s$/
        for (const { message } of told) assert.match(String(message), words)
        assert.deepStrictEqual(
          told.map(({ progress }) => progress),
          told.map((_, index) => index + 1)
        )
      }).pipe(Effect.provide(world()))
    )
  }

  it.effect("gives the same call for the same key, and rings no second time", () =>
    Effect.gen(function* () {
      const client = yield* connect()
      const wish = { ...ada, idempotency_key: key, wait_seconds: 0 }
      const first = yield* use(client, "place_call", wish)
      const second = yield* asTimePasses(use(client, "place_call", { ...wish, wait_seconds: 1 }))
      assert.strictEqual(second.result["call_id"], first.result["call_id"])
      assert.deepStrictEqual([first.result["replayed"], second.result["replayed"]], [false, true])
      assert.strictEqual(yield* rings, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("refuses a used key with other arguments", () =>
    Effect.gen(function* () {
      const client = yield* connect()
      yield* use(client, "place_call", { ...ada, idempotency_key: key, wait_seconds: 0 })
      const other = yield* use(client, "place_call", { ...ada, to: "+14155550101", idempotency_key: key })
      assert.isTrue(other.isError)
      assert.match(other.text, /^idempotency_conflict: .*no phone rang.* Fix: .+\.$/)
      assert.strictEqual(yield* rings, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("sends a second wish for a busy number to the call under way", () =>
    Effect.gen(function* () {
      const client = yield* connect()
      const first = yield* use(client, "place_call", { ...ada, idempotency_key: key, wait_seconds: 0 })
      const second = yield* use(client, "place_call", { ...ada, idempotency_key: "test-key-2", wait_seconds: 0 })
      assert.isTrue(second.isError)
      assert.match(second.text, /^number_busy: /)
      assert.include(
        second.text,
        `Fix: Follow that call with wait_for_call {"call_id":"${String(first.result["call_id"])}"}`
      )
      assert.strictEqual(yield* rings, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("keeps ringing when the tool call is cancelled, and hangs nobody up", () =>
    Effect.gen(function* () {
      const client = yield* connect()
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "dial", kind: "delay", delayMs: 5_000 })
      const placing = yield* Effect.forkChild(use(client, "place_call", { ...ada, idempotency_key: key }))
      yield* asTimePasses(Effect.sleep("2 seconds"))
      const { result: before } = yield* use(client, "list_calls", {})
      assert.match(JSON.stringify(before), /"status":"dialing"/)
      yield* Fiber.interrupt(placing)
      yield* asTimePasses(Effect.sleep("10 seconds"))
      const { result } = yield* use(client, "place_call", { ...ada, idempotency_key: key, wait_seconds: 0 })
      assert.deepInclude(result, { replayed: true, status: "initiated" })
      assert.strictEqual(yield* rings, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("answers within 50 seconds although the dial has no answer, and the same key finds the call", () =>
    Effect.gen(function* () {
      const client = yield* connect()
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "dial", kind: "delay", delayMs: 55_000 })
      const { isError, text } = yield* asTimePasses(use(client, "place_call", { ...ada, idempotency_key: key }))
      assert.isTrue(isError)
      assert.match(text, /^still_dialling: /)
      assert.isAtMost(yield* Clock.currentTimeMillis, 51_000)
      const again = use(client, "place_call", { ...ada, idempotency_key: key, wait_seconds: 50 })
      const { result } = yield* asTimePasses(again)
      assert.strictEqual(result["replayed"], true)
      assert.strictEqual(yield* rings, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("says unknown, and not to place it again, when the dial had no clear answer", () =>
    Effect.gen(function* () {
      const client = yield* connect()
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "dial", kind: "status", when: "after" })
      const { isError, result } = yield* use(client, "place_call", { ...ada, idempotency_key: key, wait_seconds: 0 })
      assert.isFalse(isError)
      assert.deepInclude(result, { status: "unknown", phone_may_have_rung: true, retry_safe: false })
      assert.match(JSON.stringify(result["next_step"]), /wait_for_call.*Do not place it again/)
      assert.strictEqual(yield* rings, 1)
    }).pipe(Effect.provide(world()))
  )

  for (const [told, given, error] of [
    ["a short key", { ...ada, idempotency_key: "short" }, /^invalid_arguments: .*idempotency_key/],
    ["no key", ada, /^invalid_arguments: .*idempotency_key/],
    ["a claim of consent", { ...ada, idempotency_key: key, confirmed: true }, /^invalid_arguments: .*confirmed/],
    ["a wait beyond 50 s", { ...ada, idempotency_key: key, wait_seconds: 51 }, /^invalid_arguments: .*wait_seconds/],
    ["letters as a number", { ...ada, to: "abc", idempotency_key: key }, /^malformed_number: /],
    ["an emergency number", { ...ada, to: "911", idempotency_key: key }, /^emergency_number: .* Fix: Never call it/],
    ["a missing variable", { to: ada.to, idempotency_key: key }, /^missing_variable: .*customer_name/],
    ["an unknown agent", { ...ada, agent: "agent_none", idempotency_key: key }, /^agent_not_found: /]
  ] as const) {
    it.effect(`refuses ${told} before dialling, in one text with a fix`, () =>
      Effect.gen(function* () {
        const { isError, text } = yield* use(yield* connect(), "place_call", given)
        assert.isTrue(isError, text)
        assert.match(text, error)
        assert.match(text, / Fix: .+\.$/)
        assert.strictEqual(yield* rings, 0)
      }).pipe(Effect.provide(world()))
    )
  }
})
