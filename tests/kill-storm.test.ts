import { describe, expect, it } from "vitest"
import { readSeed } from "./torture/Chance.ts"
import { runStorm } from "./torture/KillStorm.ts"
import { describeStorm, shareRungTwice, shareWithinDial, violations } from "./torture/StormTotal.ts"

const seed = readSeed()
const none = { rungTwice: 0, askedTwice: 0, rungNotRecorded: 0, wronglyNotPlaced: 0, lostWishes: 0, unsettled: 0 }

describe(`processes killed while they place calls (TORTURE_SEED=${seed})`, () => {
  it("ring nobody twice and lose no call", { timeout: 120_000 }, async () => {
    const storm = await runStorm({ seed: `${seed}/0`, kills: 20, strategy: "ours" })
    console.log([`seed ${seed}`, ...describeStorm(storm)].join("\n"))
    expect(violations(storm)).toEqual(none)
    expect(storm.rings).toBeGreaterThan(20)
    expect(shareWithinDial(storm)).toBeGreaterThanOrEqual(0.3)
  })

  it(
    "ring at least 20 % of the people twice by the naive strategy, or this rig proves nothing",
    {
      timeout: 60_000
    },
    async () => {
      const storm = await runStorm({ seed: `${seed}/naive`, kills: 10, strategy: "naive" })
      expect(shareRungTwice(storm)).toBeGreaterThanOrEqual(0.2)
    }
  )
})
