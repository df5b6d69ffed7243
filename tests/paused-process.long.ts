import { expect, test } from "vitest"
import { readSeed } from "./torture/Chance.ts"
import { runPauses } from "./torture/Pauses.ts"

const seed = readSeed()
const none = { rungTwice: 0, askedTwice: 0, rungNotRecorded: 0, wronglyNotPlaced: 0, lostWishes: 0, unsettled: 0 }

test(`50 paused processes ring nobody twice (TORTURE_SEED=${seed})`, async () => {
  const { calls, late, ...atClaim } = await runPauses({ seed: `${seed}/claim`, count: 30, at: "the claim" })
  const anywhere = await runPauses({ seed: `${seed}/any`, count: 20, at: "any instant" })
  const long = calls.filter(({ pausedMillis }) => pausedMillis > 5_000)
  const fenced = long.filter(({ requests, status }) => requests === 0 && status === "not-placed")
  const short = calls.filter(({ pausedMillis, requests }) => pausedMillis < 5_000 && requests === 1)
  console.log(
    `seed ${seed}: 50 pauses, ${fenced.length} of ${long.length} old claims fenced, ${short.length} of ${calls.length - long.length} young ones sent once, late requests ${late + anywhere.late}`
  )
  expect(atClaim).toMatchObject(none)
  expect(anywhere).toMatchObject(none)
  expect([fenced.length, short.length]).toEqual([15, 15])
  expect(late).toBe(0)
})
