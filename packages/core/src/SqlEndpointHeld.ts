import { DateTime, Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { DisabledReason } from "./Endpoint.ts"
import type { EndpointRow, Whole } from "./SqlEndpointRow.ts"

/**
 * What a transaction holds before it looks, always in this order: the record of a call, the cursor of the relay, then the endpoint, then
 * messages. SQLite's transactions write one after the other from their start and need nothing more.
 */
export const makeWebhookLocks = (sql: SqlClient.SqlClient) => {
  const held = sql.onDialectOrElse({ pg: () => sql.literal("FOR NO KEY UPDATE"), orElse: () => sql.literal("") })
  return {
    held,
    /** Gives the position up to which the feed was relayed. */
    cursor: Effect.map(
      sql<{ readonly position: Whole }>`SELECT position FROM webhook_cursor WHERE id = 1 ${held}`,
      ([row]) => Number(row?.position ?? 0)
    ),
    /** Null when it is not known. */
    endpoint: (id: string) =>
      Effect.map(sql<EndpointRow>`SELECT * FROM webhook_endpoints WHERE id = ${id} ${held}`, ([row]) => row ?? null)
  }
}

/** Ends an endpoint for now, with what waits for it. The cursor and the endpoint are held. */
export const disableHeld = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  id: string,
  reason: DisabledReason,
  at: DateTime.Utc
) {
  const now = DateTime.toEpochMillis(at)
  yield* sql`UPDATE webhook_endpoints SET disabled_reason = ${reason}, disabled_at = ${now}
    WHERE id = ${id} AND disabled_at IS NULL`
  yield* sql`UPDATE webhook_messages SET state = 'dead', turn = turn + 1, offered = 1, next_attempt_at = NULL,
      settled_at = ${now}, last_error = coalesce(last_error, 'the endpoint was disabled')
    WHERE endpoint_id = ${id} AND state = 'waiting'`
})
