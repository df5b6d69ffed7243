import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { attackAlone, withinTenMinutes } from "./fraud/Attack.ts"
import { ordinary } from "./fraud/Ordinary.ts"
import { sequences } from "./fraud/Sequences.ts"

describe("a stolen key", () => {
  for (const sequence of sequences) {
    const { dials, dollars, isOld, name } = sequence
    it.effect(`costs at most ${dials} dials and ${dollars} dollars: ${name}`, () =>
      Effect.gen(function* () {
        const loss = yield* attackAlone(sequence)
        assert.isAtMost(loss.dials, dials)
        assert.isAtMost(loss.dollars, dollars)
        assert.include(["breaker", "country", "minutes", "spend"], loss.refusedBy)
      })
    )

    it.effect(`costs more ${isOld ? "by limits of ten minutes" : "where nothing looks for runs"}: ${name}`, () =>
      Effect.gen(function* () {
        const naive = isOld ? {} : { fanOut: null, countries: ["any" as const] }
        const loss = yield* attackAlone(sequence, { ...withinTenMinutes, ...naive }, Math.min(sequence.requests, 120))
        assert.isTrue(loss.dials > dials || loss.dollars > dollars, `${loss.dials} dials, ${loss.dollars} dollars`)
      })
    )
  }
})

describe("a small user", () => {
  for (const sequence of ordinary) {
    it.effect(`is not stopped: ${sequence.name}`, () =>
      Effect.gen(function* () {
        const { dials, refusedBy } = yield* attackAlone(sequence)
        assert.deepStrictEqual([dials, refusedBy], [sequence.requests, "nothing"])
      })
    )
  }
})
