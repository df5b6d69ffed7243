import { describe, it } from "vitest"
import { readSeed } from "./torture/Chance.ts"
import { straceProblem, traceDials } from "./torture/SyscallOrder.ts"

const seed = readSeed()
const problem = straceProblem()
const isSkipped = problem !== null && process.env["CI"] !== "true"
if (problem !== null) console.log(`The order on disk is ${isSkipped ? "not checked" : "to be checked"}: ${problem}`)

describe.concurrent(`under strace (TORTURE_SEED=${seed})`, () => {
  it.skipIf(isSkipped)(
    "every dial is written after its own claim was synchronised to the disk",
    {
      timeout: 60_000
    },
    async ({ expect }) => {
      expect(problem).toBeNull()
      const { dials, ordered, shared } = await traceDials(`${seed}`, 30, "FULL")
      expect({ dials, ordered }).toEqual({ dials: 30, ordered: 30 })
      expect(shared).toBeGreaterThan(0)
    }
  )

  it.skipIf(isSkipped)("the same check fails with synchronous=NORMAL", { timeout: 60_000 }, async ({ expect }) => {
    expect(problem).toBeNull()
    const { dials, ordered } = await traceDials(`${seed}`, 30, "NORMAL")
    expect(dials).toBe(30)
    expect(ordered).toBeLessThan(5)
  })
})
