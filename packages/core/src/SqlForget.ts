import { type DateTime, Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { Call } from "./Call.ts"
import type { CallId } from "./CallIds.ts"
import { forgottenCall } from "./ForgottenCall.ts"
import type { Whole } from "./SqlEndpointRow.ts"
import { makeKeyHasher } from "./SqlKeyHasher.ts"
import { encodeCall } from "./SqlLedgerDecode.ts"
import { forgottenStatus, type HashableRow, type Tombstones } from "./SqlTombstones.ts"

/** A call that is to be forgotten, and its row. */
export interface Forgettable {
  readonly row: HashableRow
  readonly call: Call
}

/** Lets go of what some calls held, within a transaction that holds their records. */
export const makeForget = (sql: SqlClient.SqlClient, tombstones: Tombstones) => {
  const hashKeys = makeKeyHasher(sql, tombstones)

  /** Leaves the columns on which limits are counted. Its conversation id finds it for a webhook that comes late. */
  const forgetRow = Effect.fnUntraced(function* ({ call, row }: Forgettable, at: DateTime.Utc) {
    yield* sql`UPDATE calls SET ${sql.update({
      ...(yield* tombstones.columns(row)),
      status: forgottenStatus(call.status),
      call: yield* encodeCall(forgottenCall(call, at)),
      evidence: null
    })} WHERE id = ${row.id}`
  })

  /** The newest event of all keeps its place, without its words: a position is never given again. */
  const forgetEvents = Effect.fnUntraced(function* (ids: ReadonlyArray<CallId>) {
    const gone = yield* sql<{ readonly position: Whole }>`DELETE FROM call_events
      WHERE ${sql.in("call_id", ids)} AND position < (SELECT max(position) FROM call_events) RETURNING position`
    yield* sql`UPDATE call_events SET message = NULL, detail = NULL WHERE ${sql.in("call_id", ids)}`
    const last = gone.reduce((most, { position }) => Math.max(most, Number(position)), 0)
    yield* sql`UPDATE feed_start SET position = ${last} WHERE id = 1 AND position < ${last}`
  })

  /** What the provider sent stays as the mark by which a repeated delivery is known. */
  const forgetMessages = Effect.fnUntraced(function* (calls: ReadonlyArray<Call>) {
    const ulids = calls.map(({ id }) => id.slice("call_".length))
    yield* sql`DELETE FROM webhook_messages WHERE substr(id, 5, 26) IN ${sql.in(ulids)} AND state <> 'waiting'`
    const conversations = calls.flatMap(({ conversationId }) => conversationId ?? [])
    if (conversations.length === 0) return
    yield* sql`UPDATE provider_webhooks SET says = NULL, body = NULL WHERE ${sql.in("conversation_id", conversations)}`
  })

  return Effect.fnUntraced(function* (some: ReadonlyArray<Forgettable>, at: DateTime.Utc) {
    const ids = some.map(({ row }) => row.id)
    for (const one of some) yield* forgetRow(one, at)
    yield* hashKeys(ids)
    yield* forgetEvents(ids)
    yield* forgetMessages(some.map(({ call }) => call))
  })
}
