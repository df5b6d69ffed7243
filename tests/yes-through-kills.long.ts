import { expect, test } from "vitest"
import { httpHost, makeAskingKey } from "./approvals/HttpHost.ts"
import { stdioHost } from "./approvals/StdioHost.ts"
import { killsWithinDial, noViolation, runYesStorm } from "./approvals/YesStorm.ts"
import { readSeed } from "./torture/Chance.ts"

const kills = 100

for (const [told, hosting] of [
  ["standard input and output", () => stdioHost],
  ["HTTP", (environment: NodeJS.ProcessEnv) => httpHost(makeAskingKey(environment))]
] as const) {
  test(`${kills} kills after people said yes ring nobody twice, lose no call and take no yes twice, over ${told}`, async () => {
    const seed = `${readSeed()}/${told}`
    const report = await runYesStorm({ seed, kills, hosting })
    console.log(`seed ${seed}: ${JSON.stringify(report)}`)
    expect(report).toMatchObject(noViolation)
    expect(killsWithinDial(report)).toBeGreaterThanOrEqual(kills / 4)
  })
}
