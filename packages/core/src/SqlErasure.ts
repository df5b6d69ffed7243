import { Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { CallId } from "./CallIds.ts"
import { numberForms } from "./NumberForms.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import { erasedStatus, type Tombstones } from "./SqlTombstones.ts"

/** What of a call's row is replaced. */
interface ErasableRow {
  readonly id: CallId
  readonly owner: string
  readonly to_number: PhoneNumber
  readonly idempotency_key: string
  readonly request_digest: string
}

/** Replaces what is kept of a number by what must be known for ever. */
export const makeEraser = (sql: SqlClient.SqlClient, tombstones: Tombstones) => {
  /** Before the transaction. SQLite then overwrites at once what is deleted; PostgreSQL does so when it is vacuumed. */
  const begin = sql.onDialectOrElse({
    pg: () => Effect.void,
    orElse: () => Effect.asVoid(sql`PRAGMA secure_delete = ON`)
  })

  /** Keys that took this call for theirs place none either. */
  const forgetKeys = Effect.fnUntraced(function* (id: CallId) {
    const keys = yield* sql<Pick<ErasableRow, "owner" | "idempotency_key">>`SELECT owner, idempotency_key
      FROM idempotency_keys WHERE call_id = ${id}`
    for (const { idempotency_key, owner } of keys) {
      yield* sql`UPDATE idempotency_keys SET idempotency_key = ${yield* tombstones.key(owner, idempotency_key)}
        WHERE owner = ${owner} AND idempotency_key = ${idempotency_key}`
    }
  })

  /**
   * Leaves the row with its owner, account, turn, amounts and time, on which limits are counted, and its events with
   * their places in the feed, which must not be given again. A key that only repeats the call's id says nothing.
   */
  const call = Effect.fnUntraced(function* (row: ErasableRow) {
    const isGiven = row.idempotency_key.startsWith("given:")
    yield* sql`UPDATE calls SET ${sql.update({
      to_number: yield* tombstones.number(row.to_number),
      idempotency_key: isGiven ? yield* tombstones.key(row.owner, row.idempotency_key) : row.idempotency_key,
      request_digest: yield* tombstones.request(row.request_digest),
      status: erasedStatus,
      live: 0,
      conversation_id: null,
      call: "{}",
      evidence: null
    })} WHERE id = ${row.id}`
    yield* forgetKeys(row.id)
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

  return { begin, call, suppression }
}
