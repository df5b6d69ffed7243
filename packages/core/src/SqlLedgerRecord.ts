import { DateTime, Effect, Schema } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import { advance, type News } from "./AdvanceCall.ts"
import { Call, identityKey, isLive } from "./Call.ts"
import { CallNotFound } from "./CallErrors.ts"
import type { StoredEvent } from "./CallEvent.ts"
import type { CallId } from "./CallIds.ts"

const CallJson = Schema.fromJsonString(Call)
export const decodeCall = Schema.decodeUnknownEffect(CallJson)
export const encodeCall = Schema.encodeEffect(CallJson)

interface StoredRow {
  readonly live: number
  readonly call: string
}

/** Applies news to a stored call in one transaction. News that changes nothing writes nothing: calls are looked at often. */
export const makeRecord = (sql: SqlClient.SqlClient) => {
  /**
   * A call that late evidence brings back must not be lost because its number has a new live call. Then it is live
   * by its status, and only the column behind the unique index says otherwise.
   */
  const isNumberTaken = (call: Call) =>
    sql`SELECT 1 FROM calls WHERE identity = ${identityKey(call.identity)} AND to_number = ${call.to}
      AND live = 1 AND id <> ${call.id}`.pipe(Effect.map((rows) => rows.length > 0))

  const record = Effect.fnUntraced(function* (id: CallId, news: News) {
    const row = (yield* sql<StoredRow>`SELECT live, call FROM calls WHERE id = ${id}`)[0]
    if (row === undefined) return yield* new CallNotFound({ id })
    const next = advance(yield* decodeCall(row.call), news, yield* DateTime.now)
    const text = yield* encodeCall(next.call)
    if (text === row.call && next.events.length === 0) return next.call
    const live = isLive(next.call) && (row.live === 1 || !(yield* isNumberTaken(next.call)))
    yield* sql`UPDATE calls SET ${sql.update({
      status: next.call.status,
      live: live ? 1 : 0,
      conversation_id: next.call.conversationId,
      call: text
    })} WHERE id = ${id}`
    yield* insertEvents(sql, id, next.events)
    return next.call
  })

  return (id: CallId, news: News) => sql.withTransaction(record(id, news))
}

/** Appends events to those that a call has. */
export const insertEvents = (sql: SqlClient.SqlClient, id: CallId, events: ReadonlyArray<Omit<StoredEvent, "seq">>) =>
  Effect.forEach(
    events,
    ({ at, cause, detail, message, status, type }) =>
      sql`INSERT INTO call_events (call_id, seq, at, type, cause, status, message, detail) VALUES (${id},
        (SELECT coalesce(max(seq), 0) + 1 FROM call_events WHERE call_id = ${id}),
        ${DateTime.toEpochMillis(at)}, ${type}, ${cause}, ${status}, ${message}, ${detail})`,
    { discard: true }
  )
