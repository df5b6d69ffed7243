import assert from "node:assert/strict"
import { test } from "vitest"
import { type Played, playSchedule, startClaimers } from "./limits/Schedule.ts"
import { skipsPostgres, watchNewDatabase } from "./postgres/watchNewDatabase.ts"
import { readSeed } from "./torture/Chance.ts"

const isSkipped = await skipsPostgres()
const seed = readSeed()

const playMany = async (count: number, isNaive: boolean, isInDatabase: boolean): Promise<ReadonlyArray<Played>> => {
  const claimers = await startClaimers(4)
  try {
    const played: Array<Played> = []
    for (let n = 0; n < count; n++) {
      // oxlint-disable-next-line eslint/no-await-in-loop
      const database = isInDatabase ? await watchNewDatabase() : undefined
      // oxlint-disable-next-line eslint/no-await-in-loop
      played.push(await playSchedule(claimers, `${seed}/long/${n}`, isNaive, database))
    }
    const calls = played.reduce((sum, { claimed }) => sum + claimed, 0)
    const broken = played.filter(({ exceeded }) => exceeded.length > 0)
    console.log(`seed ${seed}: ${count} schedules, ${calls} calls, ${broken.length} exceeded a limit`)
    return broken
  } finally {
    await claimers.close()
  }
}

test("limits hold in 100 random schedules of several processes on SQLite", async () =>
  assert.deepEqual(await playMany(100, false, false), []))

test.skipIf(isSkipped)("limits hold in 50 random schedules of several processes on PostgreSQL", async () =>
  assert.deepEqual(await playMany(50, false, true), [])
)

test("limits break in most of 30 schedules when processes ask first and claim afterwards", async () => {
  assert.ok((await playMany(30, true, false)).length > 15)
})
