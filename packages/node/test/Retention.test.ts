import { execFile } from "node:child_process"
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { fileURLToPath } from "node:url"
import { afterAll, assert, beforeAll, it } from "@effect/vitest"
import { AuditLog, CallLedger, forgetCallsBefore } from "@outbound-call/core"
import { Clock, DateTime, Effect, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { type Compaction, compactLedger } from "../src/CompactLedger.ts"
import * as LedgerFile from "../src/LedgerFile.ts"
import { callOf, conversation, dialled, idOf, numberOf } from "./LedgerCall.ts"
import { orderOf } from "./PolicyContract.ts"

const main = fileURLToPath(new URL("RetentionMain.ts", import.meta.url))
const count = 300

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-retention-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

const unlimited = {
  fanOut: null,
  attemptsPerHour: null,
  attemptsPerDay: null,
  attemptsPerWeek: null,
  callsPerMinute: null,
  callsPerHour: null,
  dollarsPerDay: null
}

/** A ledger with so many calls that ended a hundred days ago. */
const fill = Effect.fnUntraced(function* (path: string) {
  const now = yield* Clock.currentTimeMillis
  yield* Effect.gen(function* () {
    yield* TestClock.setTime(now - 100 * 86_400_000)
    const createdAt = yield* DateTime.now
    const ledger = yield* CallLedger
    for (let n = 1; n <= count; n++) {
      const call = callOf(n, { to: numberOf(n % 99), createdAt })
      const key = { type: "given", key: `order-${n}` } as const
      assert.strictEqual((yield* ledger.claim(call, `r${n}`, key, orderOf(call, unlimited))).type, "claimed")
      yield* ledger.record(idOf(n), dialled(n))
      yield* ledger.record(idOf(n), conversation(n, "done"))
    }
  }).pipe(Effect.provide([LedgerFile.layer(path), TestClock.layer()]))
})

let made = ""
beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), "outbound-retention-"))
  await Effect.runPromise(fill(join(made, "ledger.sqlite")))
}, 60_000)
afterAll(() => rmSync(made, { recursive: true, force: true }))

const filled = Effect.map(folder, (path) => {
  copyFileSync(join(made, "ledger.sqlite"), join(path, "ledger.sqlite"))
  return join(path, "ledger.sqlite")
})

const forgetIn = (path: string) =>
  Effect.flatMap(DateTime.now, (now) =>
    forgetCallsBefore({ before: DateTime.subtract(now, { days: 40 }), by: "bob" })
  ).pipe(Effect.provide(LedgerFile.layer(path)))

/** How many it says that it forgot; null when it was killed. */
const forgetApart = (path: string, killAfter = 0) =>
  Effect.promise(
    () =>
      new Promise<number | null>((done) => {
        execFile(process.execPath, [main, path, String(killAfter)], (error, stdout) =>
          done(error === null ? Number(stdout) : error.signal === "SIGKILL" ? null : Number.NaN)
        )
      })
  )

const rowsOf = (path: string, sql: string): ReadonlyArray<Record<string, unknown>> => {
  const database = new DatabaseSync(path)
  const rows = database.prepare(sql).all()
  database.close()
  return rows
}

/** Everything but when it was done. */
const endOf = (path: string) =>
  JSON.stringify(
    ["calls", "call_events", "idempotency_keys", "feed_start", "dial_amounts"].map((table) =>
      rowsOf(path, `SELECT * FROM ${table}`)
    )
  ).replaceAll(/forgottenAt\\":\\"[^"\\]+/g, "forgottenAt")

const forgottenIn = (path: string): number =>
  Number(rowsOf(path, "SELECT count(*) AS n FROM calls WHERE status = 'forgotten:done'")[0]?.["n"])

const notedIn = (path: string) =>
  Effect.gen(function* () {
    const audit = yield* AuditLog
    assert.isNull((yield* audit.verify).brokenAt)
    const lines = (yield* audit.entries(0, 1_000)).filter(({ deed }) => deed === "calls-forgotten")
    return lines.reduce((sum, { detail }) => sum + (JSON.parse(detail) as { calls: number }).calls, 0)
  }).pipe(Effect.provide(LedgerFile.layer(path)))

it.live("who is killed between two steps goes on when repeated, to the same end", () =>
  Effect.gen(function* () {
    const path = yield* filled
    const copy = `${path}.copy`
    copyFileSync(path, copy)
    assert.deepInclude(yield* forgetIn(copy), { forgotten: count })
    assert.isNull(yield* forgetApart(path, 100))
    assert.strictEqual(forgottenIn(path), 100)
    assert.strictEqual(yield* notedIn(path), 100, "what was done is written down")
    assert.deepInclude(yield* forgetIn(path), { forgotten: count - 100 })
    assert.strictEqual(endOf(path), endOf(copy))
    assert.strictEqual(yield* notedIn(path), count)
    assert.deepInclude(yield* forgetIn(path), { forgotten: 0 })
  }).pipe(Effect.scoped)
)

it.live("of two processes at once each call is forgotten by one, and counted once", () =>
  Effect.gen(function* () {
    const path = yield* filled
    const copy = `${path}.copy`
    copyFileSync(path, copy)
    yield* forgetIn(copy)
    const [first, second] = yield* Effect.all([forgetApart(path), forgetApart(path)], { concurrency: 2 })
    assert.strictEqual((first ?? 0) + (second ?? 0), count)
    assert.strictEqual(yield* notedIn(path), count)
    assert.strictEqual(endOf(path), endOf(copy))
  }).pipe(Effect.scoped)
)

/** Compacts the ledger of a file. */
const compact = (ledgerFile: string, whileInUse = false) =>
  compactLedger({ simulated: true, ledgerFile, database: null, dialLogFile: "" }, { whileInUse })

const bytesOf = ({ bytesAfter, bytesBefore }: Compaction) => [bytesBefore ?? 0, bytesAfter ?? 0] as const

it.live("a ledger that forgot its calls and was compacted is far smaller, and holds nothing of them", () =>
  Effect.gen(function* () {
    const path = yield* filled
    const [full] = bytesOf(yield* compact(path))
    yield* forgetIn(path)
    const { files, ...sizes } = yield* compact(path)
    assert.strictEqual(files, "gone")
    const [, left] = bytesOf({ files, ...sizes })
    assert.isBelow(left / full, 0.6)
    const bytes = ["", "-wal"].map((end) => readFileOrNothing(`${path}${end}`)).join("")
    for (const text of [numberOf(1), numberOf(98), "order-", "customer_name"]) assert.notInclude(bytes, text)
    assert.include(bytes, idOf(1))
  }).pipe(Effect.scoped)
)

it.live("a ledger that another program has open is compacted only by who says so", () =>
  Effect.gen(function* () {
    const path = yield* filled
    yield* forgetIn(path)
    const other = new DatabaseSync(path)
    yield* Effect.addFinalizer(() => Effect.sync(() => other.close()))
    other.prepare("SELECT count(*) FROM calls").get()
    const refused = yield* Effect.flip(compact(path))
    assert.deepInclude<object>(refused, { _tag: "CompactionRefused", reason: "in-use" })
    assert.match(
      refused.message,
      /has the ledger open.*no call can be claimed.*Nothing was changed, and no phone rang/s
    )
    other.exec(`UPDATE calls SET status = 'dialing' WHERE id = '${idOf(1)}'`)
    const dialing = yield* Effect.flip(compact(path, true))
    assert.deepInclude<object>(dialing, { _tag: "CompactionRefused", reason: "dialing" })
    assert.match(dialing.message, /is being dialled.*no phone rang/s)
    other.exec(`UPDATE calls SET status = 'forgotten:done' WHERE id = '${idOf(1)}'`)
    const [before, after] = bytesOf(yield* compact(path, true))
    assert.isBelow(after, before)
    other.prepare("SELECT count(*) FROM calls").get()
    yield* CallLedger.use((ledger) => ledger.find(idOf(1))).pipe(Effect.provide(LedgerFile.layer(path)))
  }).pipe(Effect.scoped)
)

it.effect("a ledger in PostgreSQL is left to the database", () =>
  Effect.gen(function* () {
    const database = Redacted.make("postgres://nobody@127.0.0.1:1/none")
    const place = { simulated: false, ledgerFile: "/none/ledger.sqlite", database, dialLogFile: "" }
    assert.deepStrictEqual(yield* compactLedger(place), {
      files: "left-to-database",
      bytesBefore: null,
      bytesAfter: null
    })
  })
)

const readFileOrNothing = (path: string): string => {
  try {
    return readFileSync(path, "latin1")
  } catch {
    return ""
  }
}
