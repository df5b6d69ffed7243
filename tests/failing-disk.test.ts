import { execFile } from "node:child_process"
import { closeSync, openSync, statSync, writeFileSync, writeSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { readSeed, seeded } from "./torture/Chance.ts"
import { readLedger } from "./torture/LedgerCopy.ts"
import { judge } from "./torture/Judge.ts"
import { people } from "./torture/People.ts"
import { startWorker } from "./torture/Process.ts"
import { cli, openRig, type Rig } from "./torture/Rig.ts"
import { mountProblem, mountSmallDisk, type SmallDisk } from "./torture/SmallDisk.ts"

const seed = readSeed()
const problem = mountProblem()
const isSkipped = problem !== null && process.env["CI"] !== "true"
if (problem !== null) console.log(`Full and read-only disks are ${isSkipped ? "not tried" : "to be tried"}: ${problem}`)

let rig: Rig
beforeEach(async () => {
  rig = await openRig()
}, 30_000)
afterEach(() => rig.close())

interface Ended {
  readonly code: number
  readonly error:
    | { readonly message: string; readonly phoneMayHaveRung: boolean; readonly exitCode: number }
    | undefined
}

const call = (to: string) =>
  new Promise<Ended>((resolve) => {
    const args = [cli, "call", to, "--json", "--no-watch"]
    const child = execFile(process.execPath, args, { env: rig.environment }, (_, stdout) =>
      resolve({ code: child.exitCode ?? -1, error: JSON.parse(stdout).error })
    )
  })

const expectNoDial = ({ code, error }: Ended, exitCode: number): void => {
  expect({ code, error }).toMatchObject({ code: exitCode, error: { phoneMayHaveRung: false, exitCode } })
  expect(error?.message).toContain("No phone rang")
  expect(rig.tap.dials).toHaveLength(0)
}

describe(`on a disk of 2 MB (TORTURE_SEED=${seed})`, () => {
  let disk: SmallDisk | undefined
  beforeEach(() => {
    disk = problem === null ? mountSmallDisk(rig.data) : undefined
  })
  afterEach(() => disk?.unmount())

  it.skipIf(isSkipped)(
    "that is full, nothing is dialled; with space again, the same command rings once",
    {
      timeout: 30_000
    },
    async () => {
      expect(problem).toBeNull()
      disk?.fill()
      expectNoDial(await call("+14155550130"), 3)
      disk?.free()
      expect(await call("+14155550130")).toEqual({ code: 0, error: undefined })
      expect(rig.rings()).toHaveLength(1)
    }
  )

  it.skipIf(isSkipped)(
    "that fills up while calls are placed, every ring has its record",
    {
      timeout: 60_000
    },
    async () => {
      expect(problem).toBeNull()
      const wishes = people(seeded(`${seed}`), 250)
      const worker = await startWorker({ environment: rig.environment })
      worker.command({ deed: "place", concurrency: 4, wishes, recover: false })
      await worker.until(({ type }) => type === "done")
      await worker.kill()
      const failed = worker.reports.filter((report) => report.type === "failed")
      const rows = readLedger(rig.data)
      const { rungNotRecorded, rungTwice } = judge({ rings: rig.rings(), dials: rig.tap.dials, rows, begun: [] })
      expect({ rungNotRecorded, rungTwice }).toEqual({ rungNotRecorded: 0, rungTwice: 0 })
      expect(failed.length).toBeGreaterThan(0)
      expect(new Set(failed.map(({ error }) => error))).toEqual(new Set(["LedgerError"]))
      const rung = new Set(rig.tap.dials.map(({ to }) => to))
      expect(failed.filter(({ phoneMayHaveRung, to }) => rung.has(to) !== phoneMayHaveRung)).toEqual([])
    }
  )

  it.skipIf(isSkipped)("that became read-only, nothing is dialled", { timeout: 30_000 }, async () => {
    expect(problem).toBeNull()
    const known = await startWorker({ environment: rig.environment })
    known.command({ deed: "place", concurrency: 1, wishes: [], recover: false })
    await known.until(({ type }) => type === "done")
    await known.kill()
    disk?.makeReadOnly()
    expectNoDial(await call("+14155550131"), 3)
  })
})

it("a ledger that is no database is named, and nothing is dialled", { timeout: 30_000 }, async () => {
  writeFileSync(join(rig.data, "ledger.sqlite"), "this is no database. ".repeat(1_000))
  const ended = await call("+14155550132")
  expectNoDial(ended, 3)
  expect(ended.error?.message).toContain("ledger.sqlite")
})

it("a ledger with broken pages is not dialled from", { timeout: 30_000 }, async () => {
  const wishes = people(seeded(`${seed}`), 3)
  const worker = await startWorker({ environment: rig.environment })
  worker.command({ deed: "place", concurrency: 1, wishes, recover: false })
  await worker.until(({ type }) => type === "done")
  await worker.dismiss()
  const before = rig.tap.dials.length
  const file = join(rig.data, "ledger.sqlite")
  const database = new DatabaseSync(file)
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)")
  database.close()
  const broken = openSync(file, "r+")
  writeSync(broken, Buffer.alloc(statSync(file).size - 4_096, 0x5a), 0, undefined, 4_096)
  closeSync(broken)
  const { code, error } = await call("+14155550133")
  expect(rig.tap.dials).toHaveLength(before)
  expect({ code, error }).toMatchObject({ code: 3, error: { phoneMayHaveRung: false, exitCode: 3 } })
  expect(error?.message).toContain("No phone rang")
})
