import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { assert, it } from "@effect/vitest"
import { CallLedger } from "@outbound-call/core"
import { Effect } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import * as LedgerFile from "../src/LedgerFile.ts"
import * as SqliteClient from "../src/SqliteClient.ts"

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-ledger-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

const open = (path: string) =>
  CallLedger.pipe(
    Effect.flatMap((ledger) => ledger.list({})),
    Effect.provide(LedgerFile.layer(path))
  )

it.live("the file and its folder are made for their owner only", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "new", "ledger.sqlite")
    yield* open(path)
    assert.strictEqual(statSync(path).mode & 0o777, 0o600)
    assert.strictEqual(statSync(join(path, "..")).mode & 0o777, 0o700)
  }).pipe(Effect.scoped)
)

it.live("a file that others could read is closed to them", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "ledger.sqlite")
    yield* open(path)
    chmodSync(path, 0o644)
    yield* open(path)
    assert.strictEqual(statSync(path).mode & 0o777, 0o600)
  }).pipe(Effect.scoped)
)

it.live("commits wait for the disk: write-ahead log, full synchronisation", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "ledger.sqlite")
    const settings = yield* Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const [journal] = yield* sql<{ journal_mode: string }>`PRAGMA journal_mode`
      const [synchronous] = yield* sql<{ synchronous: number }>`PRAGMA synchronous`
      const [fullfsync] = yield* sql<{ fullfsync: number }>`PRAGMA fullfsync`
      return [journal?.journal_mode, synchronous?.synchronous, fullfsync?.fullfsync]
    }).pipe(Effect.provide(SqliteClient.layer(path, LedgerFile.pragmas)))
    assert.deepStrictEqual(settings, ["wal", 2, 1])
  }).pipe(Effect.scoped)
)

it.live("opening again, and several at once on a new file, finds one schema", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "ledger.sqlite")
    yield* Effect.all([open(path), open(path), open(path)], { concurrency: 3 })
    yield* open(path)
    const database = new DatabaseSync(path)
    const indexes = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%UNIQUE%'")
      .all()
    database.close()
    assert.deepStrictEqual(indexes.map(({ name }) => name).toSorted(), ["calls_idempotency", "calls_live_number"])
  }).pipe(Effect.scoped)
)

it.live("a folder that cannot be made and a file that is no database are told, with the phone's state", () =>
  Effect.gen(function* () {
    const base = yield* folder
    const file = join(base, "file")
    writeFileSync(file, "not a database, but long enough to be looked at as one".repeat(40))
    const inFile = yield* Effect.flip(open(join(file, "ledger.sqlite")))
    const garbage = yield* Effect.flip(open(file))
    for (const error of [inFile, garbage]) {
      assert.strictEqual(error._tag, "LedgerUnusable")
      assert.match(error.message, /No phone rang.*OUTBOUND_DATA_DIR/)
    }
  }).pipe(Effect.scoped)
)

it.live("a transaction that fails leaves nothing behind", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "plain.sqlite")
    mkdirSync(join(path, ".."), { recursive: true })
    const count = yield* Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* sql`CREATE TABLE t (a INTEGER)`
      yield* Effect.ignore(
        sql.withTransaction(Effect.andThen(sql`INSERT INTO t VALUES (1)`, Effect.fail("the deed failed")))
      )
      return yield* sql<{ n: number }>`SELECT count(*) AS n FROM t`
    }).pipe(Effect.provide(SqliteClient.layer(path)))
    assert.strictEqual(count[0]?.n, 0)
  }).pipe(Effect.scoped)
)
