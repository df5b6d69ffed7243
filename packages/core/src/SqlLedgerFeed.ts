import { Clock, DateTime, Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { FeedEntry, StoredEvent } from "./CallEvent.ts"
import { decodeCall } from "./SqlLedgerDecode.ts"
import { erasedStatus } from "./SqlTombstones.ts"

/** An event as it is stored. A driver may give a BIGINT as a bigint. */
export interface EventRow {
  readonly seq: number
  readonly at: number | bigint
  readonly type: StoredEvent["type"]
  readonly cause: StoredEvent["cause"]
  readonly status: StoredEvent["status"]
  readonly message: string | null
  readonly detail: string | null
}

export const eventOf = ({ at, cause, detail, message, seq, status, type }: EventRow): StoredEvent => ({
  seq,
  at: DateTime.makeUnsafe(Number(at)),
  type,
  cause,
  status,
  message,
  detail
})

interface FeedRow extends EventRow {
  readonly position: number | bigint
  readonly call: string
}

/** The events of all calls after a position, or the newest when it is null, in order. */
export const readFeed = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, after: number | null, limit: number) {
  const direction = sql.literal(after === null ? "DESC" : "ASC")
  const found = yield* sql<FeedRow>`SELECT position, seq, at, type, cause, call_events.status, message, detail, call
    FROM call_events JOIN calls ON calls.id = call_id
    WHERE position > ${after ?? 0} AND call_events.status <> ${erasedStatus} ORDER BY position ${direction} LIMIT ${limit}`
  const rows = after === null ? found.toReversed() : found
  return yield* Effect.forEach(rows, (row) =>
    Effect.map(decodeCall(row.call), (call): FeedEntry => ({
      position: Number(row.position),
      event: eventOf(row),
      call
    }))
  )
})

/** Writes one row and waits until it is on disk, as a claim would. */
export const probe = Effect.fnUntraced(function* (sql: SqlClient.SqlClient) {
  const now = yield* Clock.currentTimeMillis
  yield* sql`INSERT INTO probes (id, at) VALUES (1, ${now}) ON CONFLICT (id) DO UPDATE SET at = excluded.at`
})
