import { describe, it } from "vitest"
import { skipsPostgres, watchNewDatabase } from "./postgres/watchNewDatabase.ts"
import { readSeed } from "./torture/Chance.ts"
import { runStorm } from "./torture/KillStorm.ts"
import { runCrowd, startAtOnce } from "./torture/ManyWorkers.ts"
import { describeStorm, shareWithinDial, violations } from "./torture/StormTotal.ts"

const isSkipped = await skipsPostgres()
const seed = readSeed()
const none = { rungTwice: 0, askedTwice: 0, rungNotRecorded: 0, wronglyNotPlaced: 0, lostWishes: 0, unsettled: 0 }

/** Stays `initiated` for ever, so that it blocks every other call to it. */
const to = "+14155550107"

describe.skipIf(isSkipped)(`processes on one PostgreSQL database (TORTURE_SEED=${seed})`, { concurrent: true }, () => {
  it("ring once for 50 starts at once with the same key", async ({ expect }) => {
    const wishes = Array.from({ length: 50 }, () => ({ to, key: "same" }))
    const { reports, requests, rings } = await startAtOnce(wishes, await watchNewDatabase())
    const placed = reports.filter((report) => report.type === "placed")
    expect({ rings, requests, placed: placed.length }).toEqual({ rings: 1, requests: 1, placed: 50 })
    expect(placed.filter(({ replayed }) => !replayed)).toHaveLength(1)
    expect(new Set(placed.map(({ id }) => id)).size).toBe(1)
  })

  it("ring once for 50 starts at once to the same number, each with a key of its own", async ({ expect }) => {
    const wishes = Array.from({ length: 50 }, (_, n) => ({ to, key: `key-${n}` }))
    const { reports, requests, rings } = await startAtOnce(wishes, await watchNewDatabase())
    const refused = reports.filter((report) => report.type === "failed" && report.error === "CallRefused")
    expect({ rings, requests, refused: refused.length }).toEqual({ rings: 1, requests: 1, refused: 49 })
  })

  it("ring each person of a list at most once when four share it and are killed", async ({ expect }) => {
    const verdict = await runCrowd(`${seed}`, 40, 8, await watchNewDatabase())
    expect(verdict).toMatchObject(none)
    expect(verdict.rings).toBeGreaterThan(20)
  })

  it("ring nobody twice and lose no call when they are killed 20 times", { timeout: 120_000 }, async ({ expect }) => {
    const database = await watchNewDatabase()
    const storm = await runStorm({ seed: `${seed}/0`, kills: 20, strategy: "ours", database })
    console.log([`PostgreSQL, seed ${seed}`, ...describeStorm(storm)].join("\n"))
    expect(violations(storm)).toEqual(none)
    expect(storm.rings).toBeGreaterThan(20)
    expect(shareWithinDial(storm)).toBeGreaterThanOrEqual(0.3)
  })
})
