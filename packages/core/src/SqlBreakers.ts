import { Clock, DateTime, Effect, Layer } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import { type Breaker, Breakers } from "./Breakers.ts"
import { LedgerError } from "./CallErrors.ts"

interface BreakerRow {
  readonly account: string
  readonly reason: string
  readonly tripped_at: number | string
}

/** The breakers in the ledger's database, where claims trip them. */
export const layer: Layer.Layer<Breakers, never, SqlClient.SqlClient> = Layer.effect(
  Breakers,
  Effect.map(SqlClient.SqlClient, (sql) =>
    Breakers.of({
      tripped: sql<BreakerRow>`SELECT account, reason, tripped_at FROM breakers WHERE reopened_at IS NULL`.pipe(
        Effect.map((rows) => rows.map(breakerOf)),
        failAs("read the breakers")
      ),
      reopen: (by) =>
        Effect.flatMap(
          Clock.currentTimeMillis,
          (now) => sql<BreakerRow>`UPDATE breakers SET reopened_at = ${now}, reopened_by = ${by}
            WHERE reopened_at IS NULL RETURNING account, reason, tripped_at`
        ).pipe(
          Effect.map((rows) => rows.map(breakerOf)),
          failAs("reopen the breakers")
        )
    })
  )
)

const breakerOf = ({ account, reason, tripped_at }: BreakerRow): Breaker => ({
  account,
  reason,
  trippedAt: DateTime.makeUnsafe(Number(tripped_at))
})

const failAs =
  (operation: string) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, LedgerError, R> =>
    Effect.mapError(effect, (cause) => new LedgerError({ operation, phoneMayHaveRung: false, cause }))
