import { execFile } from "node:child_process"
import { closeSync, openSync, statSync, writeFileSync, writeSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { CallLedger } from "@outbound-call/core"
import * as LedgerFile from "@outbound-call/node/LedgerFile"
import { Effect } from "effect"
import { describe, expect, type ExpectStatic, it, type TestContext } from "vitest"
import { programs } from "./service/Programs.ts"
import { readSeed, seeded } from "./torture/Chance.ts"
import { readLedger } from "./torture/LedgerCopy.ts"
import { judge } from "./torture/Judge.ts"
import type { Report } from "./torture/Orders.ts"
import { people } from "./torture/People.ts"
import { startWorker } from "./torture/Process.ts"
import { openRig, type Rig } from "./torture/Rig.ts"
import { mountProblem, mountSmallDisk, type SmallDisk } from "./torture/SmallDisk.ts"

const seed = readSeed()
const problem = mountProblem()
const isSkipped = problem !== null && process.env["CI"] !== "true"
if (problem !== null) console.log(`Full and read-only disks are ${isSkipped ? "not tried" : "to be tried"}: ${problem}`)

const inRig = (story: (rig: Rig, expect: ExpectStatic) => Promise<void>) => async (context: TestContext) => {
  const rig = await openRig()
  try {
    await story(rig, context.expect)
  } finally {
    await rig.close()
  }
}

/** A story on a disk of 2 MB. */
const onSmallDisk = (story: (rig: Rig, disk: SmallDisk, expect: ExpectStatic) => Promise<void>) =>
  inRig(async (rig, expect) => {
    expect(problem).toBeNull()
    const disk = mountSmallDisk(rig.data)
    try {
      await story(rig, disk, expect)
    } finally {
      disk.unmount()
    }
  })

interface Ended {
  readonly code: number
  readonly error:
    | { readonly message: string; readonly phoneMayHaveRung: boolean; readonly exitCode: number }
    | undefined
}

const call = (rig: Rig, to: string) =>
  new Promise<Ended>((resolve) => {
    const args = [programs.cli, "call", to, "--json", "--no-watch"]
    const child = execFile(process.execPath, args, { env: rig.environment }, (_, stdout) =>
      resolve({ code: child.exitCode ?? -1, error: JSON.parse(stdout).error })
    )
  })

/** The ledger could not be used, and the command said so. */
const unusable = {
  code: 3,
  error: { phoneMayHaveRung: false, exitCode: 3, message: expect.stringMatching(/ledger\.sqlite.*No phone rang/) }
}

describe.concurrent(`on a disk of 2 MB (TORTURE_SEED=${seed})`, { timeout: 60_000 }, () => {
  it.skipIf(isSkipped)(
    "that is full, nothing is dialled; with space again, the same command rings once",
    onSmallDisk(async (rig, disk, expect) => {
      disk.fill()
      expect(await call(rig, "+14155550130")).toMatchObject(unusable)
      expect(rig.tap.dials).toHaveLength(0)
      disk.free()
      expect(await call(rig, "+14155550130")).toEqual({ code: 0, error: undefined })
      expect(rig.rings()).toHaveLength(1)
    })
  )

  it.skipIf(isSkipped)(
    "that fills up while calls are placed, every ring has its record",
    onSmallDisk(async (rig, _disk, expect) => {
      const reports = await place(rig, 250)
      const failed = reports.filter((report) => report.type === "failed")
      const rows = readLedger(rig.data)
      const { rungNotRecorded, rungTwice } = judge({ rings: rig.rings(), dials: rig.tap.dials, rows, begun: [] })
      expect({ rungNotRecorded, rungTwice }).toEqual({ rungNotRecorded: 0, rungTwice: 0 })
      expect(failed.length).toBeGreaterThan(0)
      expect(new Set(failed.map(({ error }) => error))).toEqual(new Set(["LedgerError"]))
      const asked = new Set(rig.tap.dials.map(({ to }) => to))
      expect(failed.filter(({ phoneMayHaveRung, to }) => asked.has(to) !== phoneMayHaveRung)).toEqual([])
    })
  )

  it.skipIf(isSkipped)(
    "that is full, an open ledger says that it takes no claims",
    onSmallDisk(async (rig, disk, expect) => {
      await Effect.gen(function* () {
        const ledger = yield* CallLedger
        yield* ledger.ready
        disk.fill()
        expect(yield* Effect.flip(ledger.ready)).toMatchObject({ _tag: "LedgerError", phoneMayHaveRung: false })
        disk.free()
        yield* ledger.ready
      }).pipe(Effect.provide(LedgerFile.layer(join(rig.data, "ledger.sqlite"))), Effect.runPromise)
    })
  )

  it.skipIf(isSkipped)(
    "that became read-only, nothing is dialled",
    onSmallDisk(async (rig, disk, expect) => {
      await place(rig, 0)
      disk.makeReadOnly()
      expect(await call(rig, "+14155550131")).toMatchObject(unusable)
      expect(rig.tap.dials).toHaveLength(0)
    })
  )
})

describe.concurrent("nothing is dialled from a ledger", { timeout: 60_000 }, () => {
  it(
    "that is no database",
    inRig(async (rig, expect) => {
      writeFileSync(join(rig.data, "ledger.sqlite"), "this is no database. ".repeat(1_000))
      expect(await call(rig, "+14155550132")).toMatchObject(unusable)
      expect(rig.tap.dials).toHaveLength(0)
    })
  )

  it(
    "with broken pages",
    inRig(async (rig, expect) => {
      await place(rig, 3)
      const before = rig.tap.dials.length
      breakPages(join(rig.data, "ledger.sqlite"))
      expect(await call(rig, "+14155550133")).toMatchObject(unusable)
      expect(rig.tap.dials).toHaveLength(before)
    })
  )
})

/** Lets a worker place that many calls; gives what it said. */
const place = async (rig: Rig, count: number): Promise<ReadonlyArray<Report>> => {
  const wishes = people(seeded(`${seed}`), count)
  const worker = await startWorker({ environment: rig.environment })
  worker.command({ deed: "place", concurrency: 4, wishes, recover: false })
  await worker.until(({ type }) => type === "done")
  await worker.kill()
  return worker.reports
}

/** Writes over every page but the first, once the write-ahead log has been taken in. */
const breakPages = (file: string): void => {
  const database = new DatabaseSync(file)
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)")
  database.close()
  const broken = openSync(file, "r+")
  writeSync(broken, Buffer.alloc(statSync(file).size - 4_096, 0x5a), 0, undefined, 4_096)
  closeSync(broken)
}
