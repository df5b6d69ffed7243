import { describe, expect, it } from "vitest"
import { httpHost, makeAskingKey } from "./approvals/HttpHost.ts"
import { naiveHost } from "./approvals/NaiveHost.ts"
import { stdioHost } from "./approvals/StdioHost.ts"
import { killsWithinDial, noViolation, runYesStorm } from "./approvals/YesStorm.ts"
import { readSeed } from "./torture/Chance.ts"

const seed = readSeed()
const kills = 12
describe(`a server that is killed after people said yes (TORTURE_SEED=${seed})`, () => {
  for (const [told, hosting] of [
    ["standard input and output", () => stdioHost],
    ["HTTP", (environment: NodeJS.ProcessEnv) => httpHost(makeAskingKey(environment))]
  ] as const) {
    it(`rings nobody twice, loses no call and takes no yes twice, over ${told}`, { timeout: 120_000 }, async () => {
      const report = await runYesStorm({ seed: `${seed}/${told}`, kills, hosting })
      console.log(`seed ${seed}, ${told}: ${JSON.stringify(report)}`)
      expect(report).toMatchObject(noViolation)
      expect(report.rings).toBeGreaterThan(kills)
      expect(killsWithinDial(report)).toBeGreaterThanOrEqual(2)
      expect(report.oldYeses).toBeGreaterThan(0)
    })
  }

  it(
    "rings at least 20 % of the people twice where a yes is a token, or this rig proves nothing",
    { timeout: 60_000 },
    async () => {
      const storm = { seed: `${seed}/naive`, kills: 16, hosting: () => naiveHost, strategy: "naive" } as const
      const { peopleRung, rungTwice } = await runYesStorm(storm)
      expect(rungTwice / peopleRung).toBeGreaterThanOrEqual(0.2)
    }
  )
})
