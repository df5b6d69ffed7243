import { statSync } from "node:fs"
import { LedgerError, type Scrubbed } from "@outbound-call/core"
import { scrub } from "@outbound-call/core/SqlScrub"
import { Effect, Schema } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import { hasRoom, roomsOf } from "./CompactSpace.ts"
import { pragmas } from "./OpenLedgerFile.ts"
import type { LedgerPlace } from "./LedgerPlace.ts"
import * as SqliteClient from "./SqliteClient.ts"

/** What compacting came to. `files` is `busy` where another program was reading, and the file shrinks when it is done. */
export interface Compaction {
  readonly files: Scrubbed
  /** Of the file with its write-ahead log; null in a database. */
  readonly bytesBefore: number | null
  readonly bytesAfter: number | null
}

export interface CompactOptions {
  /**
   * Also while other programs have the ledger open: until it is written nothing can be written there, and each write
   * that waits, for 10 s at most, holds up its whole process.
   */
  readonly whileInUse?: boolean | undefined
}

/** The ledger was not written anew, and is as it was. Nothing was dialled. */
export class CompactionRefused extends Schema.TaggedError<CompactionRefused>()("CompactionRefused", {
  reason: Schema.Literals(["in-use", "dialing", "no-space"]),
  megabytes: Schema.Int
}) {
  override get message(): string {
    return `${this.#why()} Nothing was changed, and no phone rang.`
  }

  #why(): string {
    switch (this.reason) {
      case "in-use":
        return `Another program has the ledger open, a server perhaps. While its ${this.megabytes} MB are written anew no call can be claimed there, and that program stands still. Stop it first, or say --while-in-use at a quiet hour.`
      case "dialing":
        return "A call is being dialled, and its answer could not be written down meanwhile. Try again when it is out, or settle it with `outbound recover`."
      case "no-space":
        return `Writing the ledger anew needs ${this.megabytes} MB beside it and as many in the temporary folder for a while, and they are not free.`
    }
  }
}

/**
 * Gives the space of what is gone back to the disk: writes a SQLite file anew and empties its write-ahead log. It holds
 * the write lock for as long as that takes. PostgreSQL does the like by itself, and nothing is done there.
 */
export const compactLedger = Effect.fn("compactLedger")(function* (
  { database, ledgerFile }: LedgerPlace,
  { whileInUse = false }: CompactOptions = {}
): Effect.fn.Return<Compaction, CompactionRefused | LedgerError> {
  if (database !== null) return { files: "left-to-database", bytesBefore: null, bytesAfter: null }
  const bytesBefore = sizeOf(ledgerFile)
  if (yield* isInUse(ledgerFile)) {
    if (!whileInUse) return yield* refused("in-use", bytesBefore)
    if (yield* isDialing(ledgerFile)) return yield* refused("dialing", bytesBefore)
  }
  if (!hasRoom(bytesBefore, ...roomsOf(ledgerFile))) return yield* refused("no-space", bytesBefore)
  const files = yield* SqlClient.SqlClient.use(scrub).pipe(
    Effect.provide(SqliteClient.layer(ledgerFile, pragmas)),
    failed
  )
  return { files, bytesBefore, bytesAfter: sizeOf(ledgerFile) }
})

const refused = (reason: CompactionRefused["reason"], bytes: number) =>
  new CompactionRefused({ reason, megabytes: Math.ceil(bytes / 1_000_000) })

/** A connection that wants the file for itself gets it only when no other one is open. */
const isInUse = (ledgerFile: string) =>
  SqlClient.SqlClient.use((sql) => sql`SELECT count(*) FROM sqlite_schema`).pipe(
    Effect.provide(SqliteClient.layer(ledgerFile, ["PRAGMA locking_mode = EXCLUSIVE"])),
    Effect.as(false),
    Effect.catchTag("SqlError", (error) =>
      error.reason._tag === "LockTimeoutError" ? Effect.succeed(true) : Effect.fail(error)
    ),
    failed
  )

const isDialing = (ledgerFile: string) =>
  SqlClient.SqlClient.use((sql) => sql`SELECT 1 FROM calls WHERE status = 'dialing' LIMIT 1`).pipe(
    Effect.provide(SqliteClient.layer(ledgerFile, pragmas)),
    Effect.map((rows) => rows.length > 0),
    failed
  )

const failed = Effect.mapError(
  (cause: unknown) => new LedgerError({ operation: "compact", phoneMayHaveRung: false, cause })
)

const sizeOf = (ledgerFile: string): number =>
  [ledgerFile, `${ledgerFile}-wal`].reduce(
    (bytes, file) => bytes + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
    0
  )
