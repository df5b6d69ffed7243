import { assert, describe, it } from "@effect/vitest"
import { Emulator } from "@outbound-call/emulator"
import { Effect, Layer } from "effect"
import { ada, connect, use, world } from "./World.ts"

const rings = Effect.flatMap(Emulator, (emulator) => emulator.rings).pipe(Effect.map(({ total }) => total))
const wish = { ...ada, idempotency_key: "test-key-1", wait_seconds: 0 }

describe("a server that places real calls", () => {
  for (const [told, list, to] of [
    ["without a list", "", ada.to],
    ["to a number that is not in the list", "+14155550199, +61491570156", ada.to],
    ["to another writing of a number that is not in the list", "+14155550199", "1 (415) 555-0100"]
  ] as const) {
    it.effect(`refuses ${told} and rings nobody`, () =>
      Effect.gen(function* () {
        const client = yield* connect()
        const { isError, text } = yield* use(client, "place_call", { ...wish, to })
        assert.isTrue(isError)
        assert.match(text, /^number_not_allowed: .*OUTBOUND_MCP_ALLOWED_NUMBERS/)
        assert.strictEqual(yield* rings, 0)
        const { result } = yield* use(client, "list_calls", {})
        assert.deepStrictEqual(result["calls"], [])
      }).pipe(Effect.provide(world(list)))
    )
  }

  it.effect("calls a listed number, however it is written", () =>
    Effect.gen(function* () {
      const { isError, text } = yield* use(yield* connect(), "place_call", { ...wish, to: "1 (415) 555-0100" })
      assert.isFalse(isError, text)
      assert.strictEqual(yield* rings, 1)
    }).pipe(Effect.provide(world("+61491570156, +1 415 555 0100,")))
  )

  it.effect("says in check_call already that a number is not allowed", () =>
    Effect.gen(function* () {
      const { result } = yield* use(yield* connect(), "check_call", ada)
      assert.strictEqual(result["allowed"], false)
      assert.match(JSON.stringify(result["problems"]), /number_not_allowed/)
      assert.match(JSON.stringify(result["next_step"]), /"tool":null/)
    }).pipe(Effect.provide(world("+61491570156")))
  )

  for (const list of ["+14155550100, abc", "911", "14155550100", "+1415"]) {
    it.effect(`does not start with the list ${JSON.stringify(list)}`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(Effect.scoped(Layer.build(world(list))))
        assert.match(
          error.message,
          /^OUTBOUND_MCP_ALLOWED_NUMBERS .* Nothing was started, and no phone rang: correct the list\.$/
        )
      })
    )
  }
})

describe("a server that simulates", () => {
  it.effect("needs no list", () =>
    Effect.gen(function* () {
      const client = yield* connect()
      const check = yield* use(client, "check_call", ada)
      assert.deepInclude(check.result, { allowed: true, problems: [], simulated: true })
      assert.notProperty(check.result, "blocked_by")
      assert.match(
        String(check.result["preview"]),
        /^Simulate a call to \+14155550100\?\n.*\nAgent: "Demo agent" \(agent_demo\)/
      )
      assert.strictEqual(yield* rings, 0)
      const step = check.result["next_step"] as { readonly tool: string; readonly arguments: Record<string, unknown> }
      const placed = yield* use(client, step.tool, { ...step.arguments, wait_seconds: 0 })
      assert.isFalse(placed.isError, placed.text)
      assert.strictEqual(yield* rings, 1)
    }).pipe(Effect.provide(world()))
  )
})
