import { copyFileSync, existsSync, mkdtempSync, rmSync, watch } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"

/** A row of the ledger as the judge reads it: by plain SQL, without any code of the service. */
export interface LedgerRow {
  readonly id: string
  readonly to: string
  readonly status: string
  readonly createdAt: number
  readonly problem: string | null
  readonly attention: string | null
}

/**
 * The rows of a ledger, read from a copy: recovering the write-ahead log of a killed process stays the work of the
 * process that comes after it. `ledger.sqlite-shm` is left out, as it is of no use to another file.
 */
export const readLedger = (data: string): ReadonlyArray<LedgerRow> => fromCopy(data, readRows)

/** The cursors of the events in the feed of a ledger, in order, read by plain SQL as well. */
export const readFeed = (data: string): ReadonlyArray<string> =>
  fromCopy(data, (database) =>
    database
      .prepare("SELECT position || '.' || at AS cursor FROM call_events ORDER BY position")
      .all()
      .map(({ cursor }) => String(cursor))
  )

const fromCopy = <A>(data: string, read: (database: DatabaseSync) => ReadonlyArray<A>): ReadonlyArray<A> => {
  if (!existsSync(join(data, "ledger.sqlite"))) return []
  const copy = mkdtempSync(join(data, "..", "copy-"))
  try {
    for (const name of ["ledger.sqlite", "ledger.sqlite-wal"]) {
      if (existsSync(join(data, name))) copyFileSync(join(data, name), join(copy, name))
    }
    const database = new DatabaseSync(join(copy, "ledger.sqlite"))
    try {
      const hasTable = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'calls'").get() !== undefined
      return hasTable ? read(database) : []
    } finally {
      database.close()
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const readRows = (database: DatabaseSync) =>
  database
    .prepare(
      `SELECT id, to_number AS "to", status, created_at AS createdAt, call ->> '$.problem.code' AS problem,
        call ->> '$.attention.code' AS attention FROM calls ORDER BY id`
    )
    .all() as unknown as ReadonlyArray<LedgerRow>

/** Whether the ledger says that no phone rang for this call. */
export const saysNotRung = ({ problem, status }: LedgerRow): boolean =>
  status === "not-placed" ||
  status === "planned" ||
  status === "refused" ||
  (status === "failed" && problem === "rejected")

/** Settles at the n-th write to the ledger's write-ahead log from now on. */
export const nextFileWrite = (data: string, n: number): Promise<void> =>
  new Promise((resolve) => {
    let left = n
    const watcher = watch(data, { persistent: false }, (_, name) => {
      if (name !== "ledger.sqlite-wal" || --left > 0) return
      watcher.close()
      resolve()
    })
  })
