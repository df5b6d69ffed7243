import { assert, describe, it } from "@effect/vitest"
import { CallLedger } from "@outbound-call/core"
import { Effect, Layer } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import * as LedgerPostgres from "../src/LedgerPostgres.ts"
import * as PostgresClient from "../src/PostgresClient.ts"
import { callOf } from "./LedgerCall.ts"
import { orderOf } from "./PolicyContract.ts"
import { newDatabase, skipsPostgres } from "./PostgresDatabase.ts"

/** A database whose clock is set by a table: its own function is found before that of PostgreSQL. */
const disturb = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`CREATE TABLE wrong_by (millis BIGINT)`
  yield* sql`INSERT INTO wrong_by VALUES (0)`
  yield* sql.unsafe(`CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS
    'SELECT pg_catalog.clock_timestamp() + millis * interval ''1 millisecond'' FROM public.wrong_by'`)
  yield* sql.unsafe(`DO $$ BEGIN
    EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database()); END $$`)
})

const wrongBy = (millis: number) =>
  Effect.flatMap(SqlClient.SqlClient, (sql) => sql`UPDATE wrong_by SET millis = ${millis}`)

const world = Layer.unwrap(
  Effect.gen(function* () {
    const database = yield* newDatabase
    yield* Effect.provide(disturb, PostgresClient.layer(database), { local: true })
    return Layer.merge(LedgerPostgres.layer(database), PostgresClient.layer(database))
  })
)

/** What the ledger decides about the n-th call by the profile of a newcomer. */
const claim = Effect.fnUntraced(function* (n: number) {
  const ledger = yield* CallLedger
  const call = callOf(n)
  const judged = yield* ledger.judge(call, orderOf(call))
  const claimed = yield* ledger.claim(call, `r${n}`, { type: "new" }, orderOf(call))
  const said = judged.refusing.map(({ rule }) => rule).join(" ") || "allow"
  return { told: `${said} ${claimed.type}`, at: claimed.type === "claimed" ? claimed.ledgerAt : null }
})

describe.skipIf(await skipsPostgres())("a database with a clock of its own", () => {
  it.live("takes no claim while that clock is a minute or more away from the provider's", () =>
    Effect.gen(function* () {
      yield* wrongBy(75_000)
      assert.strictEqual((yield* claim(1)).told, "clock refused")
      yield* wrongBy(-75_000)
      assert.strictEqual((yield* claim(1)).told, "clock refused")
      yield* wrongBy(45_000)
      assert.strictEqual((yield* claim(1)).told, "allow claimed")
    }).pipe(Effect.provide(world))
  )

  it.live("tells by that clock how old a claim is", () =>
    Effect.gen(function* () {
      const { lastLook } = yield* CallLedger
      const { at } = yield* claim(1)
      yield* wrongBy(6_000)
      const seen = yield* lastLook(callOf(1))
      assert.isAtLeast((seen.ledgerAt ?? 0) - (at ?? 0), 6_000)
    }).pipe(Effect.provide(world))
  )
})
