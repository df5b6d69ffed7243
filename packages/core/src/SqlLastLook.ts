import { Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { NumberedCall } from "./Call.ts"
import { CallNotFound } from "./CallErrors.ts"
import { numberForms } from "./NumberForms.ts"
import { clockOf } from "./SqlLedgerClock.ts"
import { decodeCall } from "./SqlLedgerDecode.ts"
import { erasedStatus, type Tombstones } from "./SqlTombstones.ts"

interface LookRow {
  readonly status: string
  readonly call: string
  readonly suppressed: number | bigint | string
  readonly clock: number | bigint | string | null
}

/** A call and what the do-not-call list says of its number, in one statement: nothing comes between the two. */
export const makeLastLook = (sql: SqlClient.SqlClient, tombstones: Tombstones) =>
  Effect.fnUntraced(function* ({ id, to }: NumberedCall) {
    const [row] = yield* sql<LookRow>`SELECT status, call, ${clockOf(sql)} AS clock,
      (SELECT count(*) FROM suppressions WHERE ${sql.in("number", numberForms(to))})
        + (SELECT count(*) FROM erased_suppressions WHERE number_hash = ${yield* tombstones.number(to)}) AS suppressed
      FROM calls WHERE id = ${id}`
    if (row === undefined) return yield* new CallNotFound({ id })
    if (row.status === erasedStatus) return yield* new CallNotFound({ id, missing: "erased" })
    return {
      call: yield* decodeCall(row.call),
      isSuppressed: Number(row.suppressed) > 0,
      ledgerAt: row.clock === null ? null : Number(row.clock)
    }
  })
