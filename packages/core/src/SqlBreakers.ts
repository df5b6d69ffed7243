import { DateTime, Effect, Layer } from "effect"
import * as Digest from "effect/crypto/Digest"
import * as SqlClient from "effect/sql/SqlClient"
import { type Breaker, Breakers } from "./Breakers.ts"
import { CurrentPrincipal } from "./Principal.ts"
import { makeAuditor } from "./SqlAuditor.ts"
import { makeLocks } from "./SqlLedgerLocks.ts"
import { failAs } from "./SqlFailure.ts"

interface BreakerRow {
  readonly account: string
  readonly reason: string
  readonly tripped_at: number | string
}

/** The breakers in the ledger's database, where claims trip them. */
export const layer: Layer.Layer<Breakers, never, SqlClient.SqlClient | Digest.Digest> = Layer.effect(
  Breakers,
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const auditor = makeAuditor(sql, yield* Digest.Digest)
    const locks = makeLocks(sql)

    const reopen = Effect.fnUntraced(function* (by: string) {
      yield* locks.decisions
      const now = yield* DateTime.now
      const principal = yield* CurrentPrincipal
      const asked = principal === null ? {} : { owner: principal.owner, key: principal.key?.id ?? null }
      const rows = yield* sql<BreakerRow>`UPDATE breakers
        SET reopened_at = ${DateTime.toEpochMillis(now)}, reopened_by = ${by}
        WHERE reopened_at IS NULL RETURNING account, reason, tripped_at`
      for (const { reason } of rows) {
        yield* auditor.note({
          at: now,
          actor: by,
          deed: "breaker-reopened",
          number: null,
          callId: null,
          detail: { reason, ...asked }
        })
      }
      return rows.map(breakerOf)
    })

    return Breakers.of({
      tripped: sql<BreakerRow>`SELECT account, reason, tripped_at FROM breakers WHERE reopened_at IS NULL`.pipe(
        Effect.map((rows) => rows.map(breakerOf)),
        failAs("read the breakers")
      ),
      reopen: (by) => sql.withTransaction(reopen(by)).pipe(failAs("reopen the breakers"))
    })
  })
)

const breakerOf = ({ account, reason, tripped_at }: BreakerRow): Breaker => ({
  account,
  reason,
  trippedAt: DateTime.makeUnsafe(Number(tripped_at))
})
