import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import { McpTest } from "effect/ai"
import { addTool } from "../src/McpTool.ts"
import { protocols } from "../src/OutboundMcp.ts"
import { RequestState } from "../src/RequestState.ts"
import { ToolError } from "../src/ToolError.ts"
import { use } from "./World.ts"

const halve = {
  name: "halve",
  title: "Halve",
  description: "Half of an even number.",
  hints: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
  scope: "calls:read" as const,
  input: Schema.Struct({ number: Schema.Int }),
  output: Schema.Struct({ half: Schema.Int }),
  run: ({ number }: { readonly number: number }) =>
    number === 0
      ? Effect.die(new Error("the secret is 42"))
      : number % 2 === 1
        ? Effect.fail(new ToolError({ code: "odd", sentence: "The number is odd.", fix: "Take an even one." }))
        : Effect.succeed({ half: number / 2 })
}

const client = McpTest.makeClient(
  Layer.effectDiscard(addTool(halve, new Map())).pipe(Layer.provide(RequestState.layer)),
  {
    protocols,
    protocolVersion: "2025-11-25"
  }
)

describe("a tool", () => {
  it.effect("gives its result as an object, and the same as text", () =>
    Effect.gen(function* () {
      const { isError, result, text } = yield* use(yield* client, "halve", { number: 8 })
      assert.isFalse(isError)
      assert.deepStrictEqual(result, { half: 4 })
      assert.strictEqual(text, '{"half":4}')
    })
  )

  it.effect("tells a failure as one text", () =>
    Effect.gen(function* () {
      const { isError, text } = yield* use(yield* client, "halve", { number: 7 })
      assert.isTrue(isError)
      assert.strictEqual(text, "odd: The number is odd. Fix: Take an even one.")
    })
  )

  it.effect("tells every argument that does not fit", () =>
    Effect.gen(function* () {
      const { isError, text } = yield* use(yield* client, "halve", { number: 1.5, more: true })
      assert.isTrue(isError)
      assert.match(text, /^invalid_arguments: .*"more"[^;]*; [^;]*"number"/)
    })
  )

  it.effect("keeps the message of a defect to itself", () =>
    Effect.gen(function* () {
      const { isError, text } = yield* use(yield* client, "halve", { number: 0 })
      assert.isTrue(isError)
      assert.match(text, /^internal_error: /)
      assert.notInclude(text, "42")
    })
  )
})
