import { migrations } from "@outbound-call/core/SqlLedgerSchema"
import { Effect } from "effect"
import * as SqlClient from "effect/sql/SqlClient"

/** Brings the schema of a ledger up to date; one that is needs one look and does not load the migrator. */
export const bringUpToDate = Effect.gen(function* () {
  if (yield* isCurrent) return
  const { migrate } = yield* Effect.promise(() => import("./Migrate.ts"))
  yield* migrate
})

const isCurrent = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const done = yield* sql<{ migration_id: number; name: string }>`SELECT migration_id, name FROM migrations`
  const names = new Set(done.map(({ migration_id, name }) => `${String(migration_id).padStart(4, "0")}_${name}`))
  return Object.keys(migrations).every((name) => names.has(name))
}).pipe(Effect.orElseSucceed(() => false))
