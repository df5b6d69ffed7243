import { execFile } from "node:child_process"
import { describe, it } from "vitest"
import { programs } from "./service/Programs.ts"
import { readSeed } from "./torture/Chance.ts"
import { runCrowd, startAtOnce } from "./torture/ManyWorkers.ts"
import { openRig } from "./torture/Rig.ts"

const seed = readSeed()
const none = { rungTwice: 0, askedTwice: 0, rungNotRecorded: 0, wronglyNotPlaced: 0, lostWishes: 0, unsettled: 0 }

/** Stays `initiated` for ever, so that it blocks every other call to it. */
const to = "+14155550107"

describe.concurrent(`several processes on one ledger (TORTURE_SEED=${seed})`, () => {
  it("ring once for 50 starts at once with the same key", { timeout: 30_000 }, async ({ expect }) => {
    const { reports, requests, rings } = await startAtOnce(Array.from({ length: 50 }, () => ({ to, key: "same" })))
    const placed = reports.filter((report) => report.type === "placed")
    expect({ rings, requests, placed: placed.length }).toEqual({ rings: 1, requests: 1, placed: 50 })
    expect(placed.filter(({ replayed }) => !replayed)).toHaveLength(1)
    expect(new Set(placed.map(({ id }) => id)).size).toBe(1)
  })

  it(
    "ring once for 50 starts at once to the same number, each with a key of its own",
    {
      timeout: 30_000
    },
    async ({ expect }) => {
      const { reports, requests, rings } = await startAtOnce(
        Array.from({ length: 50 }, (_, n) => ({ to, key: `key-${n}` }))
      )
      const refused = reports.filter((report) => report.type === "failed" && report.error === "CallRefused")
      const others = reports.filter((report) => report.type === "failed" && report.error !== "CallRefused")
      expect({ rings, requests, refused: refused.length, others }).toEqual({
        rings: 1,
        requests: 1,
        refused: 49,
        others: []
      })
    }
  )

  it(
    "ring each person of a list at most once when four share it and are killed",
    {
      timeout: 60_000
    },
    async ({ expect }) => {
      const verdict = await runCrowd(`${seed}`, 40, 8)
      expect(verdict).toMatchObject(none)
      expect(verdict.rings).toBeGreaterThan(20)
    }
  )

  it(
    "ring once for a shell loop that repeats `outbound call` until it succeeds",
    { timeout: 60_000 },
    async ({ expect }) => {
      const rig = await openRig()
      try {
        await rig.control("/faults", { target: "dial", when: "after", kind: "status", status: 502, times: 9 })
        const call = `"${process.execPath}" "${programs.cli}" call +14155550120 --json --no-watch`
        const loop = `for n in 1 2 3 4 5; do ${call} >/dev/null 2>&1; code=$?; echo $code; [ $code = 0 ] && break; done`
        const codes = await new Promise<ReadonlyArray<string>>((resolve) => {
          execFile("/bin/sh", ["-c", loop], { env: rig.environment }, (_, stdout) => resolve(stdout.trim().split("\n")))
        })
        expect(codes[0]).toBe("6")
        expect(rig.tap.dials).toHaveLength(1)
        expect(rig.rings()).toHaveLength(1)
      } finally {
        await rig.close()
      }
    }
  )
})
