import { assert, describe, it } from "@effect/vitest"
import { kinds } from "./webhook-storm/Deliveries.ts"
import { playStorms, stormSize } from "./webhook-storm/Total.ts"
import { forgetful, repeating, unverified } from "./webhook-storm/Weaknesses.ts"

/** The same storms each time, so that a red run is about the change; `torture:webhooks` looks for new ones. */
const seed = Number(process.env["TORTURE_SEED"] ?? 20_261_124)

const timeout = 180_000

describe("under a storm of webhooks, repeated, reordered, late, forged, replayed, from the future and too large", () => {
  console.log(`webhook storms from seed ${seed} (TORTURE_SEED=${seed} repeats them)`)

  it.each([0, 1, 2, 3, 4])(
    "no call moves wrongly, none that is forged is taken, and each genuine one is applied once: thousand %i",
    async (nth) => {
      const report = await playStorms(seed + nth, stormSize)
      assert.deepEqual(report.violations, [])
      assert.isAtLeast(report.deliveries, stormSize)
      for (const kind of kinds) assert.isAtLeast(report.kinds[kind], 1, kind)
    },
    timeout
  )

  it.each([
    ["that checks no signature", unverified, /was taken$|though nothing was told/],
    ["that takes each delivery as a new webhook", repeating, /was taken \d+ times/],
    ["that answers before it keeps", forgetful, /not kept/]
  ] as const)(
    "a receiver %s is caught",
    async (name, weakness, symptom) => {
      const { violations } = await playStorms(seed, 200, undefined, weakness)
      console.log(`webhook storm: a receiver ${name}: ${violations.length} violations`)
      assert.isNotEmpty(violations.filter((violation) => symptom.test(violation)))
    },
    timeout
  )
})
