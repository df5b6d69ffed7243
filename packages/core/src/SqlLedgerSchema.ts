import { Effect } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import { policyMigrations } from "./SqlPolicySchema.ts"
import { retentionMigrations } from "./SqlRetentionSchema.ts"
import { webhookMigrations } from "./SqlWebhookSchema.ts"

/**
 * Tables of the ledger, as steps for a migrator. `calls_idempotency` keeps one call for each owner and key,
 * `calls_live_number` one live call for each account and number.
 */
export const migrations = {
  "0001_calls": Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`CREATE TABLE calls (
      id TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      idempotency_key TEXT NOT NULL,
      request_digest TEXT NOT NULL,
      identity TEXT NOT NULL,
      to_number TEXT NOT NULL,
      status TEXT NOT NULL,
      live INTEGER NOT NULL,
      conversation_id TEXT,
      created_at BIGINT NOT NULL,
      call TEXT NOT NULL
    )`
    yield* sql`CREATE UNIQUE INDEX calls_idempotency ON calls (owner, idempotency_key)`
    yield* sql`CREATE UNIQUE INDEX calls_live_number ON calls (identity, to_number) WHERE live = 1`
    yield* sql`CREATE INDEX calls_conversation ON calls (conversation_id)`
    yield* sql`CREATE INDEX calls_request ON calls (owner, request_digest, created_at)`
    yield* sql`CREATE INDEX calls_status ON calls (status, id)`
    yield* sql`CREATE TABLE call_events (
      call_id TEXT NOT NULL REFERENCES calls (id),
      seq INTEGER NOT NULL,
      at BIGINT NOT NULL,
      type TEXT NOT NULL,
      cause TEXT NOT NULL,
      status TEXT NOT NULL,
      message TEXT,
      detail TEXT,
      PRIMARY KEY (call_id, seq)
    )`
  }),
  /** What blocks a number is found without a walk over every live call; a claim writes no entry for no conversation. */
  "0002_calls_number": Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`CREATE INDEX calls_number ON calls (identity, to_number, id)`
    yield* sql`DROP INDEX calls_conversation`
    yield* sql`CREATE INDEX calls_conversation ON calls (conversation_id) WHERE conversation_id IS NOT NULL`
  }),
  /**
   * One order for the events of all calls, and a row that is written to see whether the ledger can be. Positions are
   * never given again, also not those of events that are gone.
   */
  "0003_call_events_position": Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql.onDialectOrElse({
      pg: () =>
        Effect.andThen(
          sql`ALTER TABLE call_events ADD COLUMN position BIGINT GENERATED ALWAYS AS IDENTITY`,
          sql`CREATE UNIQUE INDEX call_events_position ON call_events (position)`
        ),
      orElse: () => rebuildInOrder(sql)
    })
    yield* sql`CREATE TABLE probes (id INTEGER PRIMARY KEY, at BIGINT NOT NULL)`
  }),
  /** Keys beside the calls: what was placed with a key counts against its limits, and each owner has its own list. */
  "0004_api_keys": Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`CREATE TABLE api_keys (
      id TEXT PRIMARY KEY,
      digest TEXT NOT NULL,
      api_key TEXT NOT NULL,
      expires_at BIGINT,
      revoked_at BIGINT,
      last_used_at BIGINT
    )`
    yield* sql`ALTER TABLE calls ADD COLUMN key_line TEXT`
    yield* sql`CREATE INDEX calls_key_line ON calls (key_line, created_at) WHERE key_line IS NOT NULL`
    yield* sql`CREATE INDEX calls_owner ON calls (owner, id)`
  }),
  ...webhookMigrations,
  ...policyMigrations,
  ...retentionMigrations,
  /** Keys that took the call of the same request for their own. */
  "0010_idempotency_keys": Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`CREATE TABLE idempotency_keys (
      owner TEXT NOT NULL,
      idempotency_key TEXT NOT NULL,
      call_id TEXT NOT NULL REFERENCES calls (id),
      PRIMARY KEY (owner, idempotency_key)
    )`
  }),
  /** An owner's calls of one status, in the order of their pages. */
  "0017_calls_owner_status": Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`CREATE INDEX calls_owner_status ON calls (owner, status, id)`
  })
}

/** SQLite adds no such column to a table that is there. Rows were never deleted, so their order is that of rowid. */
const rebuildInOrder = Effect.fnUntraced(function* (sql: SqlClient.SqlClient) {
  yield* sql`CREATE TABLE call_events_in_order (
    position INTEGER PRIMARY KEY,
    call_id TEXT NOT NULL REFERENCES calls (id),
    seq INTEGER NOT NULL,
    at BIGINT NOT NULL,
    type TEXT NOT NULL,
    cause TEXT NOT NULL,
    status TEXT NOT NULL,
    message TEXT,
    detail TEXT,
    UNIQUE (call_id, seq)
  )`
  yield* sql`INSERT INTO call_events_in_order (call_id, seq, at, type, cause, status, message, detail)
    SELECT call_id, seq, at, type, cause, status, message, detail FROM call_events ORDER BY rowid`
  yield* sql`DROP TABLE call_events`
  yield* sql`ALTER TABLE call_events_in_order RENAME TO call_events`
})
