import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { createInterface } from "node:readline"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { workers } from "../service/Programs.ts"
import { type Chance, seeded } from "../torture/Chance.ts"
import type { DatabaseWatch } from "../torture/LedgerWatch.ts"
import { type ClaimedRow, exceeded } from "./Judge.ts"
import type { Done, Limits, Order } from "./Orders.ts"

/** Processes that claim what they are told, one order after the other. */
export interface Claimers {
  readonly obey: (orders: ReadonlyArray<Order>) => Promise<ReadonlyArray<Done>>
  readonly close: () => Promise<void>
}

export const startClaimers = async (count: number): Promise<Claimers> => {
  const claimers = Array.from({ length: count }, () => {
    const child = spawn(process.execPath, [workers.claimer], {
      stdio: ["pipe", "pipe", "inherit"]
    })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const next = async (): Promise<unknown> => {
      const line = await lines.next()
      if (line.done === true) throw new Error("a claimer ended")
      return JSON.parse(line.value)
    }
    return { child, next, ended: new Promise((resolve) => child.once("close", resolve)) }
  })
  await Promise.all(claimers.map(({ next }) => next()))
  return {
    obey: (orders) =>
      Promise.all(
        orders.map((order, index) => {
          claimers[index]?.child.stdin.write(`${JSON.stringify(order)}\n`)
          return claimers[index]?.next() as Promise<Done>
        })
      ),
    close: async () => {
      for (const { child } of claimers) child.stdin.end()
      await Promise.all(claimers.map(({ ended }) => ended))
    }
  }
}

export interface Played {
  readonly limits: Limits
  readonly claimed: number
  readonly refused: Readonly<Record<string, number>>
  readonly exceeded: ReadonlyArray<string>
}

/** Lets three processes claim against random limits on a new ledger, and judges what the ledger holds then. */
export const playSchedule = async (
  claimers: Claimers,
  seed: string,
  isNaive: boolean,
  database?: DatabaseWatch
): Promise<Played> => {
  const chance = seeded(seed)
  const isLong = chance.next() < 0.5
  const limits = limitsOf(chance, isLong)
  const folder = mkdtempSync(join(tmpdir(), "outbound-limits-"))
  const file = join(folder, "ledger.sqlite")
  try {
    const order = {
      ledger: database === undefined ? { file } : { database: database.environment["DATABASE_URL"] ?? "" },
      limits,
      isNaive,
      numbers: chance.between(3, 60),
      claims: 60,
      clock: { begin: Date.UTC(2026, 10, 24, 17), since: Date.now(), speed: isLong ? 40_000 : 100 }
    }
    // A new ledger is set up by one process: SQLite lets no second one turn the log on at the same time.
    await claimers.obey([{ ...order, seed, claims: 0 }])
    const done = await claimers.obey(["a", "b", "c"].map((name) => ({ ...order, seed: `${seed}/${name}` })))
    const rows = database === undefined ? readFile(file) : await readDatabase(database)
    const refused: Record<string, number> = {}
    for (const [rule, times] of done.flatMap((one) => Object.entries(one.refused))) {
      refused[rule] = (refused[rule] ?? 0) + times
    }
    return { limits, claimed: rows.length, refused, exceeded: exceeded(rows, limits) }
  } finally {
    rmSync(folder, { recursive: true })
    await database?.close()
  }
}

/** Limits of a minute where the clock runs slowly, those of a day where it runs fast; each is there half of the time. */
const limitsOf = (chance: Chance, isLong: boolean): Limits => {
  const some = (from: number, to: number) => (chance.next() < 0.5 ? chance.between(from, to) : null)
  return {
    callsPerMinute: isLong ? null : some(2, 12),
    callsPerHour: isLong ? some(2, 8) : some(5, 60),
    callsPerDay: some(10, 80),
    liveCalls: some(1, 6),
    minutesPerDay: some(10, 100),
    dollarsPerDay: some(1, 15),
    attemptsPerHour: some(1, 3),
    attemptsPerDay: some(1, 6),
    coolDownSeconds: some(1, 600) ?? 0
  }
}

const columns = (duration: string) => `SELECT c.id, c.to_number AS "to", c.created_at AS at,
  c.reserved_seconds AS longest, c.status, ${duration} AS seconds,
  (SELECT min(position) FROM call_events WHERE call_id = c.id) AS claimed,
  (SELECT min(position) FROM call_events WHERE call_id = c.id AND status IN ('done', 'not-placed', 'failed')) AS ended
  FROM calls c ORDER BY c.created_at`

const rowOf = (row: Readonly<Record<string, unknown>>): ClaimedRow => ({
  id: String(row["id"]),
  to: String(row["to"]),
  at: Number(row["at"]),
  longest: Number(row["longest"]),
  lasted: row["status"] === "not-placed" ? null : Number(row["seconds"]),
  claimed: Number(row["claimed"]),
  ended: row["ended"] === null ? Infinity : Number(row["ended"])
})

const readFile = (file: string): ReadonlyArray<ClaimedRow> => {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database.prepare(columns("c.call ->> '$.durationSeconds'")).all().map(rowOf)
  } finally {
    database.close()
  }
}

const readDatabase = async ({ ask }: DatabaseWatch): Promise<ReadonlyArray<ClaimedRow>> =>
  (await ask(columns("c.call::json ->> 'durationSeconds'"))).map(rowOf)
