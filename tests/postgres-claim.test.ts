import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { describe, it } from "vitest"
import { programs } from "./service/Programs.ts"
import { skipsPostgres, watchNewDatabase } from "./postgres/watchNewDatabase.ts"
import { readSeed } from "./torture/Chance.ts"
import { hurryClaims, noteSettings, traceClaims } from "./torture/CommitOrder.ts"
import { settle } from "./torture/KillStorm.ts"
import type { Wish } from "./torture/People.ts"
import { startWorker } from "./torture/Process.ts"
import { openRig, type Rig } from "./torture/Rig.ts"

const isSkipped = await skipsPostgres()
const seed = readSeed()

/** Stays `initiated` for ever, so that it blocks every other call to it. */
const to = "+14155550107"

/** One process that places these calls and reports them. */
const place = async (rig: Rig, wishes: ReadonlyArray<Wish>) => {
  const worker = await startWorker({ environment: rig.environment })
  worker.command({ deed: "place", concurrency: 1, wishes, recover: false })
  await worker.until(({ type }) => type === "done")
  await worker.kill()
  return worker.reports.filter((report) => report.type === "placed" || report.type === "failed")
}

const run = async (rig: Rig, ...words: ReadonlyArray<string>): Promise<string> => {
  const { stderr, stdout } = await promisify(execFile)(process.execPath, [programs.cli, ...words], {
    env: rig.environment
  })
  return stdout + stderr
}

describe.skipIf(isSkipped)(`the claim on PostgreSQL (TORTURE_SEED=${seed})`, { concurrent: true }, () => {
  it("is committed to the disk and confirmed before the first byte of its dial", async ({ expect }) => {
    const database = await watchNewDatabase()
    await noteSettings(database)
    expect(await traceClaims(`${seed}`, 30, database)).toEqual({ dials: 30, ordered: 30 })
  })

  it("fails the same check when its commit does not wait for the disk", async ({ expect }) => {
    const database = await watchNewDatabase()
    await noteSettings(database)
    await hurryClaims(database)
    expect(await traceClaims(`${seed}`, 10, database)).toEqual({ dials: 10, ordered: 0 })
  })

  it("is not dialled when the answer to its commit is lost, and is found by whoever comes next", async ({ expect }) => {
    const database = await watchNewDatabase()
    const rig = await openRig(database)
    try {
      database.tap.loseNextClaim()
      const [lost] = await place(rig, [{ to, key: "lost" }])
      expect(lost).toMatchObject({ type: "failed", error: "LedgerError", phoneMayHaveRung: false })
      expect(lost?.type === "failed" && lost.message).toMatch(/"claim".*No phone rang because of this/)
      expect(await database.rows()).toMatchObject([{ to, status: "dialing" }])
      const [again, other] = await place(rig, [
        { to, key: "lost" },
        { to, key: "other" }
      ])
      expect(again).toMatchObject({ type: "placed", status: "dialing", replayed: true })
      expect(other).toMatchObject({ type: "failed", error: "CallRefused" })
      await settle(rig)
      expect(await database.rows()).toMatchObject([{ to, status: "not-placed" }])
      expect(rig.tap.dials).toEqual([])
    } finally {
      await rig.close()
    }
  })

  it("is refused by a database that does not hold the last call placed from here", async ({ expect }) => {
    const rig = await openRig(await watchNewDatabase())
    const other = await watchNewDatabase()
    try {
      await place(rig, [{ to, key: "first" }])
      const elsewhere = { ...rig, environment: { ...rig.environment, ...other.environment } }
      const [refused] = await place(elsewhere, [{ to, key: "second" }])
      expect(refused).toMatchObject({ type: "failed", error: "LedgerError", phoneMayHaveRung: false })
      expect(refused?.type === "failed" && refused.message).toContain("outbound reconcile")
      expect(await run(elsewhere, "reconcile")).toMatch(/1 calls restored/)
      const [again] = await place(elsewhere, [{ to, key: "second" }])
      expect(again).toMatchObject({ type: "placed", replayed: true })
      expect(rig.tap.dials).toHaveLength(1)
    } finally {
      await other.close()
      await rig.close()
    }
  })

  it("is read by the command line, which never shows the password", async ({ expect }) => {
    const rig = await openRig(await watchNewDatabase())
    try {
      await place(rig, [{ to, key: "shown" }])
      const said = (await run(rig, "calls")) + (await run(rig, "doctor"))
      expect(said).toMatch(/call_\w{26}.*initiated/)
      expect(said).toMatch(/ok +ledger +PostgreSQL database test_\d+ at 127\.0\.0\.1:\d+ is writable/)
      expect(said).not.toContain("a-secret")
    } finally {
      await rig.close()
    }
  })
})
