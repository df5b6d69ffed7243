// oxlint-disable no-await-in-loop -- one thing happens after the other, in an order that the seed decides
import { assert, describe, it } from "@effect/vitest"
import { playSchedule } from "./Schedule.ts"
import { retrying, type Strategy, unclaimed, ungated } from "./Strategy.ts"

/** The same schedules each time, so that a red run is about the change; `torture` looks for new ones. */
const base = Number(process.env["SIMULATION_SEED"] ?? 856_539_180)
const batches = 15
const batchSize = 100
const timeout = 180_000

console.log(`simulation: ${batches * batchSize} schedules from seed ${base} (SIMULATION_SEED=${base} repeats them)`)

const brokenIn = async (first: number, count: number, strategy?: Strategy) => {
  const broken: Array<string> = []
  for (let seed = first; seed < first + count; seed++) {
    const { violations } = await playSchedule(seed, strategy)
    if (violations.length > 0) broken.push(`seed ${seed}: ${violations.join("; ")}`)
  }
  return broken
}

describe("under every fault, crash and order that a seed chooses", () => {
  it.each(Array.from({ length: batches }, (_, batch) => base + batch * batchSize))(
    `nobody is rung twice, nothing is lost and nothing is stuck: ${batchSize} schedules from seed %i`,
    async (first) => {
      assert.deepStrictEqual(await brokenIn(first, batchSize), [])
    },
    timeout
  )

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
})

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
