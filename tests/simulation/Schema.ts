import { migrate } from "@outbound-call/node/Migrate"
import * as SqliteClient from "@outbound-call/node/SqliteClient"
import { Effect } from "effect"
import * as SqlClient from "effect/sql/SqlClient"

/** The statements of the ledger's schema, as the shipped migrations leave it in a new database. */
export const readSchema: Promise<ReadonlyArray<string>> = Effect.gen(function* () {
  yield* migrate
  const sql = yield* SqlClient.SqlClient
  const rows = yield* sql<{ readonly sql: string }>`SELECT sql FROM sqlite_master WHERE sql IS NOT NULL
    AND name NOT LIKE 'sqlite_%' AND name <> 'migrations' ORDER BY rowid`
  return rows.map((row) => row.sql)
}).pipe(Effect.provide(SqliteClient.layer(":memory:")), Effect.runPromise)
