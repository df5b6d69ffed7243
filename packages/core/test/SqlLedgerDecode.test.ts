import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { encodeCall, makeDecodeCall } from "../src/SqlLedgerDecode.ts"
import { sampleCall } from "./SampleCall.ts"

const textOf = (note: string) => encodeCall(sampleCall({ variables: { note } }))

describe("a stored call", () => {
  it.effect("is decoded once for each text, and anew when its text has changed", () =>
    Effect.gen(function* () {
      const decode = makeDecodeCall()
      const first = yield* decode(yield* textOf("a"))
      assert.strictEqual(yield* decode(yield* textOf("a")), first)
      const changed = yield* decode(yield* textOf("b"))
      assert.deepEqual([first.variables, changed.variables], [{ note: "a" }, { note: "b" }])
    })
  )

  it.effect("that cannot be read fails every time", () =>
    Effect.gen(function* () {
      const decode = makeDecodeCall()
      for (const text of ["{}", "{}"]) assert.strictEqual((yield* Effect.flip(decode(text)))._tag, "SchemaError")
    })
  )

  it.effect(
    "is forgotten when others came since, the one that was read lately last; one that is huge is not kept",
    () =>
      Effect.gen(function* () {
        const decode = makeDecodeCall()
        const texts = yield* Effect.forEach([1, 2, 3], (nth) => textOf(`${nth}`.repeat(200_000)))
        const [one = "", two = "", three = ""] = texts
        const first = yield* decode(one)
        const second = yield* decode(two)
        assert.strictEqual(yield* decode(one), first)
        yield* decode(three)
        assert.strictEqual(yield* decode(one), first)
        assert.notStrictEqual(yield* decode(two), second)
        const huge = yield* textOf("x".repeat(600_000))
        assert.notStrictEqual(yield* decode(huge), yield* decode(huge))
      })
  )
})
