import { Clock, DateTime, Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { FeedEntry, StoredEvent, UnreadableEntry } from "./CallEvent.ts"
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
  readonly call_id: string
  readonly call: string
}

const feedRows = (sql: SqlClient.SqlClient, after: number, limit: number, direction: "ASC" | "DESC") =>
  sql<FeedRow>`SELECT position, call_id, seq, at, type, cause, call_events.status, message, detail, call
    FROM call_events JOIN calls ON calls.id = call_id
    WHERE position > ${after} AND call_events.status <> ${erasedStatus} ORDER BY position ${sql.literal(direction)} LIMIT ${limit}`

/** A call that has several events among those that are read is the same text in each row. */
const readCalls = (rows: ReadonlyArray<FeedRow>) =>
  Effect.map(
    Effect.forEach(new Set(rows.map(({ call }) => call)), (text) =>
      Effect.map(
        Effect.orElseSucceed(decodeCall(text), () => null),
        (call) => [text, call] as const
      )
    ),
    (calls) => new Map(calls)
  )

/** The events of all calls after a position, or the newest when it is null, in order. */
export const readFeed = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, after: number | null, limit: number) {
  const found = yield* feedRows(sql, after ?? 0, limit, after === null ? "DESC" : "ASC")
  const calls = yield* readCalls(found)
  return (after === null ? found.toReversed() : found).map((row): FeedEntry | UnreadableEntry => {
    const call = calls.get(row.call) ?? null
    const stands = { position: Number(row.position), event: eventOf(row) }
    return call === null ? { ...stands, call, callId: row.call_id } : { ...stands, call }
  })
})

/** Writes one row and waits until it is on disk, as a claim would. */
export const probe = Effect.fnUntraced(function* (sql: SqlClient.SqlClient) {
  const now = yield* Clock.currentTimeMillis
  yield* sql`INSERT INTO probes (id, at) VALUES (1, ${now}) ON CONFLICT (id) DO UPDATE SET at = excluded.at`
})
