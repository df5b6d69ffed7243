import { assert, describe, it } from "@effect/vitest"
import { Breakers, builtInProfiles, CallLedger, resendMessage, Retention, Suppressions } from "@outbound-call/core"
import { Context, DateTime, Effect, Fiber, Layer, Redacted, Result } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import type { DatabaseUrl } from "../src/DatabaseUrl.ts"
import * as LedgerPostgres from "../src/LedgerPostgres.ts"
import * as PostgresClient from "../src/PostgresClient.ts"
import { callOf, dialled, idOf, lost, notSent, numberOf } from "./LedgerCall.ts"
import { fresh, recent, sameNumber, told } from "./LedgerDeeds.ts"
import { orderOf, suppressionOf } from "./PolicyContract.ts"
import { newDatabase, skipsPostgres } from "./PostgresDatabase.ts"
import { addEndpoint, addMessage, later, messageIdOf } from "./RetentionDeeds.ts"

const isSkipped = await skipsPostgres()

const openAll = (database: DatabaseUrl) => Layer.build(LedgerPostgres.layer(database))

const open = (database: DatabaseUrl) => Effect.map(openAll(database), (services) => Context.get(services, CallLedger))

const sqlOf = (database: DatabaseUrl) =>
  Effect.map(Layer.build(PostgresClient.layer(database)), (services) => Context.get(services, SqlClient.SqlClient))

/** Why a ledger is not opened. */
const refusal = (database: DatabaseUrl) => Effect.map(Effect.flip(Effect.scoped(open(database))), String)

/** Stops whoever writes a call just before it does, while somebody holds lock 1. */
const stopWriters = (sql: SqlClient.SqlClient) =>
  Effect.andThen(
    sql`CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM pg_advisory_xact_lock_shared(1); RETURN NEW; END $$`,
    sql`CREATE TRIGGER stopped BEFORE INSERT OR UPDATE ON calls FOR EACH ROW EXECUTE FUNCTION stop()`
  )

const stop = (sql: SqlClient.SqlClient) => sql`SELECT 1 FROM pg_advisory_xact_lock(1)`
const holdDecisions = (sql: SqlClient.SqlClient) =>
  sql`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('["audit"]', 0))`

/** Runs both while something they need is held, and lets them go on once both wait, or the second did not have to. */
const sideBySide = <A, B, E, F>(
  sql: SqlClient.SqlClient,
  first: Effect.Effect<A, E>,
  second: Effect.Effect<B, F>,
  hold = stop
) =>
  Effect.gen(function* () {
    const waiting = (count: number) =>
      Effect.repeat(sql<{ n: number }>`SELECT count(*) AS n FROM pg_locks WHERE NOT granted`, {
        until: ([found]) => found?.n === count
      })
    const [one, two] = yield* sql.withTransaction(
      Effect.gen(function* () {
        yield* hold(sql)
        const one = yield* Effect.forkChild(first)
        yield* waiting(1)
        const two = yield* Effect.forkChild(second)
        yield* Effect.raceFirst(waiting(2), Fiber.await(two))
        return [one, two] as const
      })
    )
    return [yield* Fiber.join(one), yield* Fiber.join(two)] as const
  })

describe.skipIf(isSkipped)("the ledger in a PostgreSQL database", () => {
  it.live("gives two servers that claim one request at once the same call", () =>
    Effect.gen(function* () {
      const database = yield* newDatabase
      const [here, there] = [yield* open(database), yield* open(database)]
      const sql = yield* sqlOf(database)
      yield* stopWriters(sql)
      const claims = yield* sideBySide(
        sql,
        here.claim(callOf(1), "r", recent, null),
        there.claim(callOf(2, sameNumber), "r", recent, null)
      )
      assert.deepStrictEqual(claims.map(told), [`claimed ${idOf(1)}`, `replay ${idOf(1)}`])
    }).pipe(Effect.scoped)
  )

  it.live("records late evidence of a ring while another server claims the number", () =>
    Effect.gen(function* () {
      const database = yield* newDatabase
      const [here, there] = [yield* open(database), yield* open(database)]
      const sql = yield* sqlOf(database)
      yield* here.claim(callOf(1), "r", recent, null)
      yield* here.record(idOf(1), notSent)
      yield* stopWriters(sql)
      const [late, claim] = yield* sideBySide(
        sql,
        here.record(idOf(1), dialled(1)),
        there.claim(callOf(2, sameNumber), "s", recent, null)
      )
      assert.strictEqual(late.status, "initiated")
      assert.strictEqual(told(claim), `busy ${idOf(1)}`)
    }).pipe(Effect.scoped)
  )

  it.live("brings nothing of a call back whose news comes while another server forgets it", () =>
    Effect.gen(function* () {
      const database = yield* newDatabase
      const [here, there] = [yield* openAll(database), yield* open(database)]
      yield* there.claim(callOf(1), "r", recent, null)
      yield* there.record(idOf(1), notSent)
      const old = { before: yield* later, unheardBefore: DateTime.makeUnsafe(0) }
      const order = { ...old, at: yield* DateTime.now, by: "bob", dryRun: false }
      const sql = yield* sqlOf(database)
      yield* stopWriters(sql)
      const [step, told] = yield* sideBySide(
        sql,
        Context.get(here, Retention).forgetSome(order, null),
        there.record(idOf(1), dialled(1))
      )
      assert.strictEqual(step.forgotten, 1)
      assert.deepInclude(told, { status: "failed", to: null, variables: {} })
      assert.deepStrictEqual(yield* there.find(idOf(1)), told)
    }).pipe(Effect.scoped)
  )

  it.live("sends no message again whose call another server is forgetting", () =>
    Effect.gen(function* () {
      const database = yield* newDatabase
      const [here, there] = [yield* openAll(database), yield* openAll(database)]
      const ledger = Context.get(there, CallLedger)
      yield* ledger.claim(callOf(1), "r", recent, null)
      yield* ledger.record(idOf(1), notSent)
      yield* Effect.provideContext(Effect.andThen(addEndpoint(100), addMessage(1, "delivered")), there)
      const old = { before: yield* later, unheardBefore: DateTime.makeUnsafe(0) }
      const order = { ...old, at: yield* DateTime.now, by: "bob", dryRun: false }
      const sql = yield* sqlOf(database)
      yield* stopWriters(sql)
      const [step, refused] = yield* sideBySide(
        sql,
        Context.get(here, Retention).forgetSome(order, null),
        Effect.result(Effect.provideContext(resendMessage(messageIdOf(1)), there))
      )
      assert.strictEqual(step.forgotten, 1)
      assert.deepStrictEqual(yield* sql`SELECT body FROM webhook_messages`, [])
      assert.strictEqual(Result.isFailure(refused) ? refused.failure._tag : "sent", "MessageNotFound")
    }).pipe(Effect.scoped)
  )

  it.live("claims nothing for a number that is being put on the do-not-call list", () =>
    Effect.gen(function* () {
      const database = yield* newDatabase
      const [here, there] = [yield* openAll(database), yield* open(database)]
      const call = callOf(1)
      const [added, claim] = yield* sideBySide(
        yield* sqlOf(database),
        Context.get(here, Suppressions).add([suppressionOf(1, call.to)]),
        there.claim(call, "r", fresh, orderOf(call)),
        holdDecisions
      )
      assert.lengthOf(added, 1)
      assert.strictEqual(told(claim), "refused")
    }).pipe(Effect.scoped)
  )

  it.live("judges two accounts' calls to one number one after the other", () =>
    Effect.gen(function* () {
      const database = yield* newDatabase
      const [here, there] = [yield* open(database), yield* open(database)]
      const call = callOf(1)
      const other = callOf(2, { ...sameNumber, identity: { ...call.identity, workspace: "workspace_2" } })
      const claims = yield* sideBySide(
        yield* sqlOf(database),
        here.claim(call, "r", fresh, orderOf(call, { coolDownSeconds: 60 })),
        there.claim(other, "s", fresh, orderOf(other, { coolDownSeconds: 60 })),
        holdDecisions
      )
      assert.deepStrictEqual(claims.map(told), [`claimed ${idOf(1)}`, "refused"])
    }).pipe(Effect.scoped)
  )

  it.live("decides everything at once without a circle of waiting", () =>
    Effect.gen(function* () {
      const services = yield* openAll(yield* newDatabase)
      const ledger = Context.get(services, CallLedger)
      const list = Context.get(services, Suppressions)
      const breakers = Context.get(services, Breakers)
      const retention = Context.get(services, Retention)
      const old = { at: yield* DateTime.now, before: yield* later, unheardBefore: DateTime.makeUnsafe(0) }
      const numbers = Array.from({ length: 40 }, (_, n) => numberOf(n + 1))
      const round = (n: number) => {
        const call = callOf(n)
        const entries = numbers.map((number, index) => suppressionOf(n * 100 + index, number))
        return [
          ledger.claim(call, `r${n}`, fresh, { ...orderOf(call), profile: builtInProfiles.rig }).pipe(
            Effect.andThen(ledger.record(call.id, lost)),
            Effect.andThen(ledger.record(call.id, { type: "verdict", dialled: false, by: "ada" })),
            Effect.catchTag("CallNotFound", () => Effect.void)
          ),
          ledger.claim(callOf(n + 50), `s${n}`, fresh, orderOf(callOf(n + 50))),
          list.add(n % 2 === 0 ? entries : entries.toReversed()),
          list.remove(numberOf(n), "ada"),
          retention.forgetSome({ ...old, by: "bob", dryRun: false }, null),
          breakers.reopen("ada")
        ]
      }
      yield* Effect.all(
        Array.from({ length: 12 }, (_, n) => n + 1).flatMap((n): ReadonlyArray<Effect.Effect<unknown, unknown>> =>
          round(n)
        ),
        { concurrency: "unbounded" }
      )
    }).pipe(Effect.scoped)
  )

  it.live("has one schema when several servers open it at once", () =>
    Effect.gen(function* () {
      const database = yield* newDatabase
      const ledgers = yield* Effect.forEach(Array.from({ length: 5 }), () => open(database), { concurrency: 5 })
      for (const ledger of ledgers) assert.deepStrictEqual((yield* ledger.list({})).calls, [])
    }).pipe(Effect.scoped)
  )

  it.live("commits to the disk and sees every commit, whatever the database's own settings are", () =>
    Effect.gen(function* () {
      const database = yield* newDatabase
      const before = yield* sqlOf(database)
      const [name] = yield* before<{ name: string }>`SELECT current_database() AS name`
      for (const setting of ["synchronous_commit = off", "default_transaction_isolation = 'serializable'"]) {
        yield* before.unsafe(`ALTER DATABASE ${name?.name} SET ${setting}`)
      }
      const sql = yield* sqlOf(database)
      const found = yield* sql`SELECT current_setting('synchronous_commit') AS commit,
        current_setting('transaction_isolation') AS isolation, current_setting('statement_timeout') AS longest`
      assert.deepStrictEqual(found, [{ commit: "on", isolation: "read committed", longest: "10s" }])
    }).pipe(Effect.scoped)
  )

  for (const [setting, value, words] of [
    ["fsync", "off", /fsync is off.*lost after its call.*No phone rang/],
    ["synchronous_commit", "off", /synchronous_commit is off.*lost after its call.*No phone rang/],
    ["transaction_isolation", "serializable", /drops our session's setting.*No phone rang/],
    ["transaction_read_only", "on", /takes no records.*No phone rang.*primary/],
    ["server_encoding", "LATIN1", /server_encoding is LATIN1.*No phone rang/]
  ] as const) {
    it.live(`is refused where ${setting} is ${value}`, () =>
      Effect.gen(function* () {
        const database = yield* newDatabase
        const sql = yield* sqlOf(database)
        yield* sql`CREATE FUNCTION public.current_setting(name text) RETURNS text LANGUAGE sql AS
          ${sql.literal(`$$ SELECT CASE name WHEN '${setting}' THEN '${value}' ELSE pg_catalog.current_setting(name) END $$`)}`
        const deceived = `${Redacted.value(database)}&options=${encodeURIComponent("-c search_path=public,pg_catalog")}`
        assert.match(yield* refusal(Redacted.make(deceived)), words)
      }).pipe(Effect.scoped)
    )
  }

  it.live("says why it cannot be used, and never the password", () =>
    Effect.gen(function* () {
      const url = Redacted.value(yield* newDatabase)
      for (const [wrong, words] of [
        ["postgres://ada:a-secret@127.0.0.1:1/calls", /database calls at 127.0.0.1:1 .*ECONNREFUSED.*No phone rang/],
        [url.replace(/test_\d+/, "nowhere"), /"nowhere" does not exist.*No phone rang.*Check DATABASE_URL/],
        [url.replace("outbound@", "nobody:a-secret@"), /"nobody" does not exist.*No phone rang/]
      ] as const) {
        const said = yield* refusal(Redacted.make(wrong))
        assert.match(said, words)
        assert.notInclude(said, "a-secret")
      }
    })
  )
})
