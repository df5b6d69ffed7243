import { createHash } from "node:crypto"
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { assert, it } from "@effect/vitest"
import { ApiKeys, AuditLog, Call, CallLedger, identityKey } from "@outbound-call/core"
import * as SqlLedger from "@outbound-call/core/SqlLedger"
import { migrations } from "@outbound-call/core/SqlLedgerSchema"
import { Context, Effect, Fiber, Layer, Schema } from "effect"
import * as Migrator from "effect/sql/Migrator"
import * as SqlClient from "effect/sql/SqlClient"
import * as LedgerFile from "../src/LedgerFile.ts"
import { pragmas } from "../src/OpenLedgerFile.ts"
import { keyOf } from "./KeyContract.ts"
import { callOf, conversation, dialled, idOf, lost, numberOf, rejected, start } from "./LedgerCall.ts"
import * as NodeDigest from "../src/NodeDigest.ts"
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
    }).pipe(Effect.provide(SqliteClient.layer(path, pragmas)))
    assert.deepStrictEqual(settings, ["wal", 2, 1])
  }).pipe(Effect.scoped)
)

it.live("a file whose lock another process holds while it makes the ledger is waited for", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "ledger.sqlite")
    const other = new DatabaseSync(path)
    other.exec("BEGIN IMMEDIATE")
    const opening = yield* Effect.forkChild(open(path), { startImmediately: true })
    other.exec("COMMIT")
    other.close()
    assert.lengthOf((yield* Fiber.join(opening)).calls, 0)
  }).pipe(Effect.scoped)
)

/** A ledger whose lazy client writes to a copy of its file, where it can be told what went there. */
const withLazyCopy = (path: string) =>
  SqlLedger.layer.pipe(
    Layer.provide(NodeDigest.layer),
    Layer.provide(
      Layer.effectContext(
        Effect.gen(function* () {
          const own = yield* Layer.build(SqliteClient.layer(path, pragmas))
          const copy = yield* Layer.build(SqliteClient.layer(`${path}.copy`, pragmas))
          return Context.add(own, SqlLedger.LazySqlClient, Context.get(copy, SqlClient.SqlClient))
        })
      )
    )
  )

it.live("only that a claimed call was dialled may wait for the next commit's synchronisation", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "ledger.sqlite")
    yield* Effect.gen(function* () {
      const ledger = yield* CallLedger
      for (const n of [1, 2, 3, 4, 5, 6]) yield* ledger.claim(callOf(n), "r", { type: "new" }, null)
      for (const n of [5, 6]) yield* ledger.record(idOf(n), { type: "silence" })
      yield* ledger.record(idOf(6), { type: "verdict", dialled: false, by: "ada" })
    }).pipe(Effect.provide(LedgerFile.layer(path)))
    copyFileSync(path, `${path}.copy`)
    const statuses = yield* Effect.gen(function* () {
      const ledger = yield* CallLedger
      yield* ledger.record(idOf(1), dialled(1))
      yield* ledger.record(idOf(2), rejected)
      yield* ledger.record(idOf(3), lost)
      yield* ledger.record(idOf(4), conversation(4, "in-progress"))
      yield* ledger.record(idOf(5), { type: "verdict", dialled: false, by: "ada" })
      yield* ledger.record(idOf(6), dialled(6))
      return yield* Effect.forEach([1, 2, 3, 4, 5, 6], (n) => Effect.map(ledger.find(idOf(n)), ({ status }) => status))
    }).pipe(Effect.provide(withLazyCopy(path)))
    assert.deepStrictEqual(statuses, ["dialing", "failed", "unknown", "in-progress", "not-placed", "initiated"])
  }).pipe(Effect.scoped)
)

it.live("the events of an earlier version keep their order in the feed", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "ledger.sqlite")
    yield* Migrator.make({})({ loader: Migrator.fromRecord(earlier), table: "migrations" }).pipe(
      Effect.provide(SqliteClient.layer(path, pragmas))
    )
    const database = new DatabaseSync(path)
    const call = Schema.encodeSync(Schema.fromJsonString(Call))
    for (const n of [2, 1]) {
      database
        .prepare(`INSERT INTO calls VALUES (?, 'ada', ?, 'r', 'i', ?, 'dialing', 1, NULL, ?, ?)`)
        .run(idOf(n), `k${n}`, `+1415555010${n}`, n, call(callOf(n)))
    }
    const written = [2, 1, 1, 2, 1].map((n, index) => [idOf(n), [1, 1, 2, 2, 3][index] ?? 0] as const)
    for (const [id, seq] of written) {
      database
        .prepare(`INSERT INTO call_events VALUES (?, ?, 7, 'status', 'poll', 'dialing', 'why', 'what')`)
        .run(id, seq)
    }
    database.close()
    yield* Effect.gen(function* () {
      const ledger = yield* CallLedger
      const entries = yield* ledger.feed(0, 100)
      assert.deepStrictEqual(
        entries.map(({ call, event, position }) => [position, call?.id, event.seq]),
        written.map(([id, seq], index) => [index + 1, id, seq])
      )
      assert.deepInclude(entries[4]?.event, { cause: "poll", message: "why", detail: "what" })
      yield* ledger.record(idOf(2), dialled(2))
      assert.strictEqual((yield* ledger.feed(5, 100))[0]?.event.seq, 3)
    }).pipe(Effect.provide(LedgerFile.layer(path)))
  }).pipe(Effect.scoped)
)

it.live("what the lazy client cannot record is recorded all the same", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "ledger.sqlite")
    yield* open(path)
    const status = yield* Effect.gen(function* () {
      const ledger = yield* CallLedger
      yield* ledger.claim(callOf(1), "r", { type: "new" }, null)
      return (yield* ledger.record(idOf(1), dialled(1))).status
    }).pipe(Effect.provide(withLazyCopy(path)))
    assert.strictEqual(status, "initiated")
  }).pipe(Effect.scoped)
)

it.live("the power may take the record of a dial with it: its claim still blocks the number", () =>
  Effect.gen(function* () {
    const base = yield* folder
    const path = join(base, "ledger.sqlite")
    const after = join(base, "after", "ledger.sqlite")
    mkdirSync(join(base, "after"))
    yield* Effect.gen(function* () {
      const ledger = yield* CallLedger
      yield* ledger.claim(callOf(1), "r", { type: "given", key: "k" }, null)
      for (const end of ["", "-wal"]) copyFileSync(`${path}${end}`, `${after}${end}`)
      yield* ledger.record(idOf(1), dialled(1))
    }).pipe(Effect.provide(LedgerFile.layer(path)))
    yield* Effect.gen(function* () {
      const ledger = yield* CallLedger
      assert.strictEqual((yield* ledger.find(idOf(1))).status, "dialing")
      assert.strictEqual((yield* ledger.claim(callOf(2), "r", { type: "given", key: "k" }, null)).type, "replay")
      assert.strictEqual((yield* ledger.claim(callOf(3, { to: numberOf(1) }), "s", { type: "new" }, null)).type, "busy")
    }).pipe(Effect.provide(LedgerFile.layer(after)))
  }).pipe(Effect.scoped)
)

/** A ledger file as the first version wrote it, with one call. */
const firstVersion = Effect.gen(function* () {
  const loader = Migrator.fromRecord({ "0001_calls": migrations["0001_calls"] })
  yield* Migrator.make({})({ loader, table: "migrations" })
  const sql = yield* SqlClient.SqlClient
  const call = callOf(1)
  yield* sql`INSERT INTO calls ${sql.insert({
    id: call.id,
    owner: call.owner,
    idempotency_key: call.id,
    request_digest: "",
    identity: identityKey(call.identity),
    to_number: call.to,
    status: call.status,
    live: 1,
    conversation_id: null,
    created_at: start,
    call: yield* Schema.encodeEffect(Schema.fromJsonString(Call))(call)
  })}`
})

it.live("the ledger of an earlier version is brought up to date, keeps its calls, and takes new ones and keys", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "ledger.sqlite")
    yield* Effect.provide(firstVersion, SqliteClient.layer(path))
    const { calls } = yield* open(path)
    assert.deepStrictEqual(calls, [callOf(1)])
    const indexed = new DatabaseSync(path)
    const found = indexed.prepare("SELECT name FROM sqlite_master WHERE name IN ('calls_number', 'calls_owner')").all()
    indexed.close()
    assert.lengthOf(found, 2)
    yield* Effect.gen(function* () {
      yield* (yield* ApiKeys).add({ key: keyOf(1), digest: "d" })
      assert.deepStrictEqual(yield* (yield* ApiKeys).list, [keyOf(1)])
      yield* (yield* CallLedger).claim(callOf(2), "r", { type: "new" }, null)
    }).pipe(Effect.provide(LedgerFile.layer(path)))
  }).pipe(Effect.scoped)
)

const { "0001_calls": first, "0002_calls_number": second } = migrations
const earlier = { "0001_calls": first, "0002_calls_number": second }

it.live("why a call of an earlier version was allowed is kept, as it was written", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "ledger.sqlite")
    const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "0015"))
    yield* Migrator.make({})({ loader: Migrator.fromRecord(before), table: "migrations" }).pipe(
      Effect.provide(SqliteClient.layer(path, pragmas))
    )
    const call = callOf(1)
    const text = JSON.stringify({
      profile: "default",
      purpose: "requested",
      zones: ["America/Los_Angeles"],
      states: ["US-CA"],
      consent: null,
      firstMessageDigest: null,
      clockOffsetMillis: 0,
      verdicts: [{ rule: "pace", decision: "allow" }]
    })
    const database = new DatabaseSync(path)
    database
      .prepare(`INSERT INTO calls (id, owner, idempotency_key, request_digest, identity, to_number, status, live,
        created_at, call) VALUES (?, 'ada', 'k', 'r', 'i', ?, 'dialing', 1, ?, '')`)
      .run(call.id, call.to, start)
    database.prepare("INSERT INTO dial_evidence VALUES (?, ?)").run(call.id, text)
    database.close()
    const kept = yield* Effect.flatMap(AuditLog, (log) => log.evidence(call.id)).pipe(
      Effect.provide(LedgerFile.layer(path))
    )
    assert.strictEqual(kept?.digest, createHash("sha256").update(text).digest("hex"))
    assert.deepStrictEqual(kept?.evidence.verdicts, [{ rule: "pace", decision: "allow" }])
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
    assert.deepStrictEqual(indexes.map(({ name }) => name).toSorted(), [
      "calls_idempotency",
      "calls_live_number",
      "calls_turn"
    ])
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
