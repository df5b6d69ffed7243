// oxlint-disable no-await-in-loop -- one thing happens after the other, in an order that the seed decides
import { assert, it } from "@effect/vitest"
import { playSchedule } from "./Schedule.ts"
import type { Strategy } from "./Strategy.ts"

/** The same schedules each time, so that a red run is about the change; `torture` looks for new ones. */
export const base = Number(process.env["SIMULATION_SEED"] ?? 856_539_180)

export const timeout = 180_000

/** What some seeds broke, a line for each. */
export const brokenIn = async (first: number, count: number, strategy?: Strategy): Promise<ReadonlyArray<string>> => {
  const broken: Array<string> = []
  for (let seed = first; seed < first + count; seed++) {
    const { violations } = await playSchedule(seed, strategy)
    if (violations.length > 0) broken.push(`seed ${seed}: ${violations.join("; ")}`)
  }
  return broken
}

const batchSize = 100

/** Plays batches of schedules, from the n-th batch of all on. */
export const playBatches = (from: number, batches: number): void => {
  const seeds = Array.from({ length: batches }, (_, batch) => base + (from + batch) * batchSize)
  console.log(`simulation: ${batches * batchSize} schedules from seed ${seeds[0]} (SIMULATION_SEED=${base})`)
  it.each(seeds)(
    `nobody is rung twice, nothing is lost and nothing is stuck: ${batchSize} schedules from seed %i`,
    async (first) => {
      assert.deepStrictEqual(await brokenIn(first, batchSize), [])
    },
    timeout
  )
}
