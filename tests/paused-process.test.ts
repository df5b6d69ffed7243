import { describe, it } from "vitest"
import { readSeed } from "./torture/Chance.ts"
import { runPauses } from "./torture/Pauses.ts"

const seed = readSeed()
const none = { rungTwice: 0, askedTwice: 0, rungNotRecorded: 0, wronglyNotPlaced: 0, lostWishes: 0, unsettled: 0 }

describe.concurrent(`processes paused while they place calls (TORTURE_SEED=${seed})`, () => {
  it(
    "do not send a claim that is older than 5 s when they go on, and send a younger one once",
    {
      timeout: 60_000
    },
    async ({ expect }) => {
      const { calls, late, ...verdict } = await runPauses({ seed: `${seed}/claim`, count: 6, at: "the claim" })
      expect(verdict).toMatchObject(none)
      expect(late).toBe(0)
      for (const { pausedMillis, requests, status } of calls) {
        const expected = pausedMillis > 5_000 ? { requests: 0, status: "not-placed" } : { requests: 1 }
        expect({ pausedMillis, requests, status }).toMatchObject(expected)
      }
    }
  )

  it("ring nobody twice, wherever the pause hits", { timeout: 60_000 }, async ({ expect }) => {
    const verdict = await runPauses({ seed: `${seed}/any`, count: 4, at: "any instant" })
    expect(verdict).toMatchObject(none)
    expect(verdict.rings).toBeGreaterThan(12)
  })
})
