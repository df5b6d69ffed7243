import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { attackAlone } from "./fraud/Attack.ts"
import { sequences } from "./fraud/Sequences.ts"

describe("a stolen key", () => {
  for (const sequence of sequences.filter(({ isStopped }) => isStopped)) {
    it.effect(`costs at most ten dials and five dollars: ${sequence.name}`, () =>
      Effect.gen(function* () {
        const { dials, dollars, refusedBy } = yield* attackAlone(sequence, 40)
        assert.isAtMost(dials, 10)
        assert.isAtMost(dollars, 5)
        assert.include(["breaker", "country"], refusedBy)
      })
    )
  }

  it.effect("costs more dials and dollars where runs of numbers are not looked for", () =>
    Effect.gen(function* () {
      const [atHome] = sequences
      if (atHome === undefined) return assert.fail("no sequence")
      const { dials, dollars } = yield* attackAlone(atHome, 40, { fanOut: null })
      assert.isAbove(dials, 10)
      assert.isAbove(dollars, 5)
    })
  )
})
