import { assert, describe, it } from "@effect/vitest"
import { billedSeconds, costOf, microsPerMinute, mostDollars } from "../../src/policy/Rates.ts"

describe("the assumed price of a minute", () => {
  it("is that of the agent and of the carrier, by region and by landline or mobile", () => {
    const prices = (["fixed-line", "voip", "mobile", "fixed-line-or-mobile"] as const).map((type) =>
      microsPerMinute({ callerRegion: "US", region: "FR", type })
    )
    assert.deepStrictEqual(prices, [120_000, 120_000, 170_000, 170_000])
    assert.strictEqual(microsPerMinute({ callerRegion: "US", region: "US", type: "fixed-line-or-mobile" }), 115_000)
  })

  it("is not known elsewhere, nor for other types of numbers", () => {
    assert.isNull(microsPerMinute({ callerRegion: "US", region: "LV", type: "mobile" }))
    assert.isNull(microsPerMinute({ callerRegion: "US", region: null, type: "mobile" }))
    assert.isNull(microsPerMinute({ callerRegion: "US", region: "FR", type: "premium-rate" }))
  })

  it("is assumed at home, wherever that is", () => {
    assert.strictEqual(microsPerMinute({ callerRegion: "LV", region: "LV", type: "mobile" }), 400_000)
    assert.strictEqual(microsPerMinute({ callerRegion: "LV", region: "LV", type: "voip" }), 400_000)
    assert.strictEqual(microsPerMinute({ callerRegion: "FR", region: "FR", type: "mobile" }), 170_000)
    assert.isNull(microsPerMinute({ callerRegion: "LV", region: "LV", type: "premium-rate" }))
    assert.isNull(microsPerMinute({ callerRegion: null, region: null, type: "mobile" }))
  })

  it("is told in dollars, and not where it is not known", () => {
    const most = (region: string) =>
      mostDollars({ callerRegion: "US", region, type: "mobile", maxDurationSeconds: 541 })
    assert.deepStrictEqual([most("US"), most("LV")], [1.15, null])
  })

  it("is taken for every minute that has begun, and for the dearest where it is not known", () => {
    assert.deepStrictEqual([0, 1, 60, 61].map(billedSeconds), [0, 60, 60, 120])
    assert.strictEqual(costOf({ callerRegion: "US", region: "US", type: "mobile" }, 61), 230_000)
    assert.strictEqual(costOf({ callerRegion: "US", region: "LV", type: "mobile" }, 60), 5_000_000)
  })
})
