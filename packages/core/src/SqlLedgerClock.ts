import { Clock, Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"

/** The clock that all machines of a ledger share, at one moment. */
export interface LedgerClock {
  /** In epoch milliseconds. */
  readonly at: number
  /** How far it is ahead of this machine's. */
  readonly aheadMillis: number
}

/** The database's clock; null for a file, which has this machine's. */
export const readClock = (sql: SqlClient.SqlClient): Effect.Effect<LedgerClock | null, SqlError> =>
  sql.onDialectOrElse({
    pg: () =>
      Effect.gen(function* () {
        const [row] = yield* sql<{ readonly at: number | bigint | string }>`SELECT ${clockOf(sql)} AS at`
        const at = Number(row?.at)
        return { at, aheadMillis: at - (yield* Clock.currentTimeMillis) }
      }),
    orElse: () => Effect.succeed(null)
  })

/** The same as a column: NULL for a file. */
export const clockOf = (sql: SqlClient.SqlClient) =>
  sql.onDialectOrElse({
    pg: () => sql.literal("(extract(epoch FROM clock_timestamp()) * 1000)::bigint"),
    orElse: () => sql.literal("NULL")
  })
