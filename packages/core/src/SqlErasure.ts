import { Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import { numberForms } from "./NumberForms.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import { makeKeyHasher } from "./SqlKeyHasher.ts"
import { erasedStatus, type HashableRow, type Tombstones } from "./SqlTombstones.ts"

/** Replaces what is kept of a number by what must be known for ever. */
export const makeEraser = (sql: SqlClient.SqlClient, tombstones: Tombstones) => {
  const hashKeys = makeKeyHasher(sql, tombstones)

  /**
   * Leaves the row with its owner, account, turn, amounts and time, on which limits are counted, and its events with
   * their places in the feed, which must not be given again. Keys that took the call for theirs place none either.
   */
  const call = Effect.fnUntraced(function* (row: HashableRow) {
    yield* sql`UPDATE calls SET ${sql.update({
      ...(yield* tombstones.columns(row)),
      status: erasedStatus,
      live: 0,
      conversation_id: null,
      call: "{}",
      evidence: null
    })} WHERE id = ${row.id}`
    yield* hashKeys([row.id])
    yield* sql`UPDATE call_events SET status = ${erasedStatus}, message = NULL, detail = NULL WHERE call_id = ${row.id}`
    yield* sql`DELETE FROM approvals WHERE call_id = ${row.id}`
  })

  /** Whether the number is on the do-not-call list; there it stays, and stands against calls, as a keyed hash. */
  const suppression = Effect.fnUntraced(function* (number: PhoneNumber) {
    const hash = yield* tombstones.number(number)
    const isListed = sql.in("number", numberForms(number))
    for (const form of numberForms(number)) {
      yield* sql`INSERT INTO erased_suppressions (number_hash, id, source, added_at, added_by)
        SELECT ${yield* tombstones.number(form)}, id, source, added_at, added_by FROM suppressions
        WHERE ${isListed} ORDER BY id LIMIT 1 ON CONFLICT (number_hash) DO NOTHING`
    }
    yield* sql`DELETE FROM suppressions WHERE ${isListed}`
    return (yield* sql`SELECT 1 FROM erased_suppressions WHERE number_hash = ${hash}`).length > 0
  })

  return { call, suppression }
}
