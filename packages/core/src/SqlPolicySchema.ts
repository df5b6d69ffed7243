import { Effect } from "effect"
import * as SqlClient from "effect/sql/SqlClient"

/** The tables of the dial policy and of the audit log. */
export const policyMigrations = {
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
  }),
  /** What the log says of a call is found without a walk; and the numbers of erased persons that are not called. */
  "0011_persons": Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`CREATE INDEX audit_call ON audit (call_id) WHERE call_id IS NOT NULL`
    yield* sql`CREATE TABLE erased_suppressions (
      number_hash TEXT PRIMARY KEY,
      id TEXT NOT NULL,
      source TEXT NOT NULL,
      added_at BIGINT NOT NULL,
      added_by TEXT NOT NULL
    )`
  }),
  /** What is kept of calls that wait for a person, and when an assistant last read a transcript for each owner. */
  "0013_approvals": Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`CREATE TABLE approvals (call_id TEXT PRIMARY KEY REFERENCES calls (id), waiting TEXT NOT NULL)`
    yield* sql`CREATE TABLE transcript_reads (owner TEXT PRIMARY KEY, read_at BIGINT NOT NULL)`
  }),
  /** Numbers that were called for the first time, and calls to blocks that had been called: found by account and time. */
  "0014_strangers": Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`ALTER TABLE calls ADD COLUMN stranger INTEGER NOT NULL DEFAULT 0`
    yield* sql`ALTER TABLE calls ADD COLUMN kin INTEGER NOT NULL DEFAULT 0`
    yield* sql`CREATE INDEX calls_newcomers ON calls (account, created_at) WHERE stranger = 1`
    yield* sql`CREATE INDEX calls_kin ON calls (account, created_at) WHERE kin > 0`
  }),
  /** What the policy counts is read from indexes alone, and why a call was allowed is written with the call. */
  "0015_one_look": Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    for (const index of ["calls_alive", "calls_strangers", "calls_kin", "calls_attempts"]) {
      yield* sql`DROP INDEX ${sql(index)}`
    }
    yield* sql`CREATE INDEX calls_alive ON calls (account, id) WHERE live = 1`
    yield* sql`CREATE INDEX calls_strangers ON calls (account, created_at, reserved_micros) WHERE stranger_abroad = 1`
    yield* sql`CREATE INDEX calls_kin ON calls (account, created_at, kin) WHERE kin > 0`
    yield* sql`CREATE INDEX calls_attempts ON calls (to_number, created_at, owner) WHERE may_have_rung = 1`
    yield* sql`ALTER TABLE calls ADD COLUMN evidence TEXT`
    yield* sql`UPDATE calls SET evidence = (SELECT dial_evidence.evidence FROM dial_evidence WHERE call_id = calls.id)
      WHERE id IN (SELECT call_id FROM dial_evidence)`
    yield* sql`DROP TABLE dial_evidence`
  })
}
