// oxlint-disable no-await-in-loop -- one thing happens after the other, in an order that the seed decides
import { assert, it } from "@effect/vitest"
import { playSchedule } from "./Schedule.ts"
import type { Strategy } from "./Strategy.ts"

/** The same schedules each time, so that a red run is about the change; `torture` looks for new ones. */
export const base = Number(process.env["SIMULATION_SEED"] ?? 856_539_180)

export const timeout = 180_000

/** What some seeds broke, a line for each. Fails when no phone ever rang: then nothing was shown. */
export const brokenIn = async (first: number, count: number, strategy?: Strategy): Promise<ReadonlyArray<string>> => {
  const broken: Array<string> = []
  let rang = 0
  for (let seed = first; seed < first + count; seed++) {
    const { rings, violations } = await playSchedule(seed, strategy)
    rang += rings
    if (violations.length > 0) broken.push(`seed ${seed}: ${violations.join("; ")}`)
  }
  assert.isAbove(rang, 0, "no phone rang in any schedule")
  return broken
}

const batchSize = 100

/** Plays batches of schedules, from the n-th batch after the first seed of all on. */
export const playBatches = (from: number, batches: number, start = base): void => {
  const seeds = Array.from({ length: batches }, (_, batch) => start + (from + batch) * batchSize)
  console.log(`simulation: ${batches * batchSize} schedules from seed ${seeds[0]} (SIMULATION_SEED=${start})`)
  it.each(seeds)(
    `nobody is rung twice, nothing is lost and nothing is stuck: ${batchSize} schedules from seed %i`,
    async (first) => {
      assert.deepStrictEqual(await brokenIn(first, batchSize), [])
    },
    timeout
  )
}
