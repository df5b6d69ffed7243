import { DateTime, Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { CallId } from "./CallIds.ts"
import type { Whole } from "./SqlEndpointRow.ts"

/**
 * Which of some calls have news that was not told, or that came after an instant: a webhook of the provider that waits
 * for its check, a message that waits for its delivery, an event that no message was made of yet.
 */
export const makeUntold = (sql: SqlClient.SqlClient) => {
  /** The position after which some enabled endpoint was told nothing yet; null where there is none. */
  const relayedUpTo = Effect.map(
    sql<{ readonly since: Whole | null; readonly relayed: Whole | null }>`SELECT min(since) AS since,
      (SELECT position FROM webhook_cursor WHERE id = 1) AS relayed FROM webhook_endpoints WHERE disabled_at IS NULL`,
    ([row]) => {
      const since = row?.since ?? null
      return since === null ? null : Math.max(Number(since), Number(row?.relayed ?? 0))
    }
  )

  return Effect.fnUntraced(function* (ids: ReadonlyArray<CallId>, before: DateTime.Utc) {
    const relayed = yield* relayedUpTo
    const isNews = sql.or([
      sql`at >= ${DateTime.toEpochMillis(before)}`,
      ...(relayed === null ? [] : [sql`position > ${relayed}`])
    ])
    const rows = yield* sql<{ readonly id: CallId }>`SELECT id FROM calls WHERE ${sql.in("id", ids)} AND (
      EXISTS (SELECT 1 FROM call_events WHERE call_id = calls.id AND ${isNews})
      OR EXISTS (SELECT 1 FROM webhook_messages
        WHERE substr(webhook_messages.id, 5, 26) = substr(calls.id, 6) AND state = 'waiting')
      OR EXISTS (SELECT 1 FROM provider_webhooks
        WHERE conversation_id = calls.conversation_id AND state IN ('received', 'parked')))`
    return new Set(rows.map(({ id }) => id))
  })
}
