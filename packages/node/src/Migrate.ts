import { migrations } from "@outbound-call/core/SqlLedgerSchema"
import { Effect, Schedule } from "effect"
import * as Migrator from "effect/sql/Migrator"
import * as SqlClient from "effect/sql/SqlClient"

const steps = Migrator.make({})({ loader: Migrator.fromRecord(migrations), table: "migrations" })

/** Takes every step that is missing. Of two processes that start at once on a new ledger the second finds it done. */
export const migrate = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql.onDialectOrElse({ pg: () => inTurn, orElse: () => untilFree })
})

/** PostgreSQL: all steps or none, while others wait for the lock. A step on a large ledger takes the time it takes. */
const inTurn = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql.withTransaction(
    Effect.gen(function* () {
      yield* sql`SET LOCAL statement_timeout = 0`
      yield* sql`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('outbound-call migrations', 0))`
      yield* steps
    })
  )
})

/** SQLite: whoever meets another's lock tries again. */
const untilFree = Effect.retry(steps, { schedule: Schedule.spaced("100 millis"), times: 20 })
