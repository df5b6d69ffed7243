import { Effect } from "effect"
import * as SqlClient from "effect/sql/SqlClient"

/** What the retention of calls needs. */
export const retentionMigrations = {
  /**
   * Everything that is kept of a call is found by it, and the calls to a number by that alone. `feed_start` is the
   * position up to which events are missing, since their calls were forgotten.
   */
  "0016_retention": Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`CREATE TABLE feed_start (id INTEGER PRIMARY KEY, position BIGINT NOT NULL)`
    yield* sql`INSERT INTO feed_start (id, position) VALUES (1, 0)`
    yield* sql`DROP INDEX calls_number`
    yield* sql`CREATE INDEX calls_number ON calls (to_number, identity, id)`
    yield* sql`CREATE INDEX idempotency_keys_call ON idempotency_keys (call_id)`
    yield* sql`CREATE INDEX webhook_messages_call ON webhook_messages (substr(id, 5, 26))`
    yield* sql`CREATE INDEX provider_webhooks_conversation ON provider_webhooks (conversation_id)
      WHERE conversation_id IS NOT NULL`
  })
}
