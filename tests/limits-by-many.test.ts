import assert from "node:assert/strict"
import { afterAll, beforeAll, describe, test } from "vitest"
import { type Claimers, type Played, playSchedule, startClaimers } from "./limits/Schedule.ts"
import { skipsPostgres, watchNewDatabase } from "./postgres/watchNewDatabase.ts"
import { readSeed } from "./torture/Chance.ts"

const isSkipped = await skipsPostgres()
const seed = readSeed()

/** One schedule after the other: they share the processes. */
const play = async (claimers: Claimers, count: number, isNaive: boolean, isInDatabase: boolean) => {
  const played: Array<Played> = []
  for (let n = 0; n < count; n++) {
    // oxlint-disable-next-line eslint/no-await-in-loop
    const database = isInDatabase ? await watchNewDatabase() : undefined
    // oxlint-disable-next-line eslint/no-await-in-loop
    played.push(await playSchedule(claimers, `${seed}/${n}`, isNaive, database))
  }
  return played
}

const violations = (played: ReadonlyArray<Played>) =>
  played.filter(({ exceeded }) => exceeded.length > 0).map(({ exceeded, limits }) => ({ exceeded, limits }))

const callsIn = (played: ReadonlyArray<Played>): number => played.reduce((sum, { claimed }) => sum + claimed, 0)

describe(`three processes on one ledger with random limits (TORTURE_SEED=${seed})`, () => {
  let claimers: Claimers
  beforeAll(async () => {
    claimers = await startClaimers(3)
  })
  afterAll(() => claimers.close())

  test("never exceed one, on SQLite", async () => {
    const played = await play(claimers, 6, false, false)
    assert.deepEqual(violations(played), [])
    assert.ok(callsIn(played) > 20)
  })

  test.skipIf(isSkipped)("never exceed one, on PostgreSQL", async () => {
    const played = await play(claimers, 4, false, true)
    assert.deepEqual(violations(played), [])
    assert.ok(callsIn(played) > 10)
  })

  test("exceed them when they ask first and claim afterwards", async () => {
    assert.notDeepEqual(violations(await play(claimers, 6, true, false)), [])
  })
})
