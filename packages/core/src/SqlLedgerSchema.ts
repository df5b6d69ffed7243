import { Effect } from "effect"
import * as SqlClient from "effect/sql/SqlClient"

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
   * What the dial policy counts: the turn of each call in its account, whether it may have rung, what was reserved for
   * it; and what persons decided: numbers that are not called, and breakers that are open.
   */
  "0007_policy": Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`ALTER TABLE calls ADD COLUMN account TEXT`
    yield* sql`ALTER TABLE calls ADD COLUMN account_seq BIGINT`
    yield* sql`ALTER TABLE calls ADD COLUMN may_have_rung INTEGER NOT NULL DEFAULT 1`
    yield* sql`ALTER TABLE calls ADD COLUMN stranger_abroad INTEGER NOT NULL DEFAULT 0`
    yield* sql`ALTER TABLE calls ADD COLUMN reserved_seconds BIGINT NOT NULL DEFAULT 0`
    yield* sql`ALTER TABLE calls ADD COLUMN reserved_micros BIGINT NOT NULL DEFAULT 0`
    yield* sql`UPDATE calls SET may_have_rung = 0 WHERE status IN ('not-placed', 'refused')`
    yield* sql`CREATE UNIQUE INDEX calls_turn ON calls (account, account_seq) WHERE account IS NOT NULL`
    yield* sql`CREATE INDEX calls_alive ON calls (account) WHERE live = 1`
    yield* sql`CREATE INDEX calls_strangers ON calls (account, created_at) WHERE stranger_abroad = 1`
    yield* sql`CREATE INDEX calls_attempts ON calls (to_number, created_at) WHERE may_have_rung = 1`
    yield* sql`CREATE TABLE dial_amounts (
      account TEXT NOT NULL,
      hour BIGINT NOT NULL,
      seconds BIGINT NOT NULL,
      micros BIGINT NOT NULL,
      PRIMARY KEY (account, hour)
    )`
    yield* sql`CREATE TABLE dial_evidence (call_id TEXT PRIMARY KEY REFERENCES calls (id), evidence TEXT NOT NULL)`
    yield* sql`CREATE TABLE suppressions (
      id TEXT PRIMARY KEY,
      number TEXT NOT NULL UNIQUE,
      source TEXT NOT NULL,
      note TEXT,
      added_at BIGINT NOT NULL,
      added_by TEXT NOT NULL
    )`
    yield* sql`CREATE TABLE breakers (
      account TEXT PRIMARY KEY,
      reason TEXT NOT NULL,
      tripped_at BIGINT NOT NULL,
      reopened_at BIGINT,
      reopened_by TEXT
    )`
  }),
  /** What was decided and by whom, and the key under which numbers are hashed there: drawn by the database itself. */
  "0008_audit": Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`CREATE TABLE audit (
      seq BIGINT PRIMARY KEY,
      at BIGINT NOT NULL,
      deed TEXT NOT NULL,
      actor TEXT NOT NULL,
      subject TEXT,
      call_id TEXT,
      detail TEXT NOT NULL,
      hash TEXT NOT NULL
    )`
    yield* sql`CREATE TABLE ledger_secrets (name TEXT PRIMARY KEY, secret TEXT NOT NULL)`
    const drawn = sql.onDialectOrElse({
      pg: () => sql.literal("replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')"),
      orElse: () => sql.literal("lower(hex(randomblob(32)))")
    })
    yield* sql`INSERT INTO ledger_secrets (name, secret) VALUES ('subjects', ${drawn})`
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
