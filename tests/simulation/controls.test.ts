// oxlint-disable no-await-in-loop -- one thing happens after the other, in an order that the seed decides
import { assert, describe, it } from "@effect/vitest"
import { base, brokenIn, timeout } from "./Batches.ts"
import { playSchedule } from "./Schedule.ts"
import { retrying, unclaimed, ungated } from "./Strategy.ts"

it(
  "the same seed gives the same trace",
  async () => {
    for (let seed = base; seed < base + 20; seed++) {
      const [once, again] = [await playSchedule(seed), await playSchedule(seed)]
      assert.strictEqual(again.hash, once.hash, `seed ${seed}`)
    }
  },
  timeout
)

describe("the same rig", () => {
  it.each([
    ["a client that repeats the dial after 5xx or silence", retrying, 60],
    ["a ledger that gives everybody the right to dial", unclaimed, 60],
    ["a transport that does not ask the gate", ungated, 150]
  ] as const)(
    "catches %s",
    async (name, strategy, count) => {
      const broken = await brokenIn(1, count, strategy)
      console.log(`simulation: ${name}: ${broken.length} of ${count} schedules broke a promise`)
      assert.isNotEmpty(broken)
    },
    timeout
  )
})
