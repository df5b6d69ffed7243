import { Effect } from "effect"
import * as SqlClient from "effect/sql/SqlClient"

/** The tables of webhooks, from the provider and to other services. */
export const webhookMigrations = {
  /** What the provider sent by itself; the key is the digest of the body, so that each body is taken once. */
  "0005_webhooks": Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`CREATE TABLE provider_webhooks (
      id TEXT PRIMARY KEY,
      type TEXT NOT NULL,
      conversation_id TEXT,
      event_at BIGINT,
      received_at BIGINT NOT NULL,
      size INTEGER NOT NULL,
      says TEXT,
      body TEXT,
      state TEXT NOT NULL
    )`
    yield* sql`CREATE INDEX provider_webhooks_state ON provider_webhooks (state, received_at)`
  }),
  /**
   * Who is told of the news, and what. `since` is the position of the last event before an endpoint was enabled. A row of
   * the outbox with `offered = 0` has no ticket in the queue yet, and `turn` numbers its tickets.
   */
  "0006_webhook_endpoints": Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`CREATE TABLE webhook_endpoints (
      id TEXT PRIMARY KEY,
      url TEXT NOT NULL,
      owner TEXT,
      events TEXT NOT NULL,
      secrets TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      since BIGINT NOT NULL,
      disabled_reason TEXT,
      disabled_at BIGINT,
      failing_since BIGINT
    )`
    const number = sql.onDialectOrElse({
      pg: () => sql.literal("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
      orElse: () => sql.literal("INTEGER PRIMARY KEY AUTOINCREMENT")
    })
    yield* sql`CREATE TABLE webhook_messages (
      number ${number},
      id TEXT NOT NULL UNIQUE,
      endpoint_id TEXT NOT NULL REFERENCES webhook_endpoints (id),
      type TEXT NOT NULL,
      body TEXT NOT NULL,
      state TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      turn INTEGER NOT NULL,
      offered INTEGER NOT NULL,
      next_attempt_at BIGINT,
      last_status INTEGER,
      last_error TEXT,
      created_at BIGINT NOT NULL,
      settled_at BIGINT
    )`
    yield* sql`CREATE INDEX webhook_messages_endpoint ON webhook_messages (endpoint_id, number)`
    yield* sql`CREATE INDEX webhook_messages_waiting ON webhook_messages (endpoint_id) WHERE state = 'waiting'`
    yield* sql`CREATE INDEX webhook_messages_to_offer ON webhook_messages (number) WHERE offered = 0`
    yield* sql`CREATE INDEX webhook_messages_settled ON webhook_messages (state, settled_at)`
    yield* sql`CREATE TABLE webhook_cursor (id INTEGER PRIMARY KEY, position BIGINT NOT NULL)`
    yield* sql`INSERT INTO webhook_cursor (id, position) VALUES (1, 0)`
  }),
  /** Without it, when an endpoint last failed is not known, and its failures count from the next one. */
  "0012_webhook_endpoints_failures": Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`ALTER TABLE webhook_endpoints ADD COLUMN last_failed_at BIGINT`
  })
}
