import { assert, describe, it } from "@effect/vitest"
import { searchCalls } from "@outbound-call/core"
import { Effect } from "effect"
import { inWorld, place } from "./Rig.ts"

describe("searchCalls", () => {
  it.effect("finds the calls to a number, as a person writes it", () =>
    Effect.gen(function* () {
      const { id } = yield* place({ to: "+14155550100" })
      yield* place({ to: "+14155550107" })
      for (const to of ["+14155550100", "+1 (415) 555-0100", "415 555 0100"]) {
        const { calls } = yield* searchCalls({ to })
        assert.deepStrictEqual(
          calls.map((call) => call.id),
          [id],
          to
        )
      }
      assert.lengthOf((yield* searchCalls({})).calls, 2)
      assert.lengthOf((yield* searchCalls({ to: "+14155550100", live: false })).calls, 0)
    }).pipe(inWorld({ settings: { region: "US" } }))
  )

  const wrong = [
    ["call me", "malformed-number"],
    ["911", "emergency-number"]
  ] as const
  it.effect.each(wrong)("takes %s for an invalid request", ([to, code]) =>
    Effect.gen(function* () {
      const { problems } = yield* Effect.flip(searchCalls({ to })).pipe(
        Effect.filterOrFail((error) => error._tag === "InvalidRequest")
      )
      assert.deepInclude<object>(problems[0] ?? {}, { code, field: "to" })
    }).pipe(inWorld())
  )
})
