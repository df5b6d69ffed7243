import { Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { ApiKey } from "./ApiKey.ts"
import { identityKey, type NumberedCall } from "./Call.ts"
import type { CallId } from "./CallIds.ts"
import { type IdempotencyKey, sameRequestSpan, storedKey } from "./CallLedger.ts"
import { numberForms } from "./NumberForms.ts"

/**
 * What a transaction holds, until its end, before it looks. SQLite's transactions write one after the other from their
 * start and need nothing more. PostgreSQL runs them side by side, where a look is worth nothing once another one
 * commits: there they take advisory locks, which also keep out what is not written yet.
 *
 * Nobody waits in a circle, since all take them in one order: record (of several the first id first), key, request,
 * number, limits, decisions, events.
 * The rows that decisions share, those of `suppressions`, `erased_suppressions` and `breakers`, are written under the
 * turn to decide; whoever has that and waits for a row of `dial_amounts` waits for one that wants no turn any more.
 */
export interface SqlLedgerLocks {
  /** The idempotency key, where the request counts that too, and then the number. Nobody takes them the other way round. */
  readonly claim: (call: NumberedCall, requestDigest: string, key: IdempotencyKey) => Effect.Effect<void, SqlError>
  /** What counts against the limits of an API key, together with others of its line; after all that a claim holds. */
  readonly limits: (apiKey: ApiKey) => Effect.Effect<void, SqlError>
  /**
   * The turn to decide, and to write that down in the audit log; one for the ledger. Whoever judges a call reads nothing
   * before: not the do-not-call list, no breaker and no earlier call, of any account.
   */
  readonly decisions: Effect.Effect<void, SqlError>
  /** The record of a call, before it is read in order to be changed. */
  readonly record: (id: CallId) => Effect.Effect<void, SqlError>
  /** The number of a call whose record is held. */
  readonly number: (call: NumberedCall) => Effect.Effect<void, SqlError>
  /**
   * The turn to number events, last of all: a reader of the feed must never meet a position and later an earlier one.
   */
  readonly events: Effect.Effect<void, SqlError>
}

export const makeLocks = (sql: SqlClient.SqlClient): SqlLedgerLocks => {
  /** Takes them in this order. Names that hash to one lock only wait for each other. */
  const hold = (...names: ReadonlyArray<ReadonlyArray<string>>): Effect.Effect<void, SqlError> =>
    sql.onDialectOrElse({
      pg: () =>
        Effect.forEach(
          names,
          (name) => sql`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(${JSON.stringify(name)}, 0))`,
          { discard: true }
        ),
      orElse: () => Effect.void
    })

  return {
    claim: (call, requestDigest, key) =>
      hold(
        ...(key.type === "given" ? [["key", call.owner, storedKey(call, key)]] : []),
        ...(key.type !== "given" || sameRequestSpan(key) !== null ? [["request", call.owner, requestDigest]] : []),
        numberOf(call)
      ),
    limits: (apiKey) => hold(["limits", apiKey.line]),
    decisions: hold(["audit"]),
    record: (id) => hold(["call", id]),
    number: (call) => hold(numberOf(call)),
    events: hold(["events"])
  }
}

/** One for all numbers of a phone. */
const numberOf = (call: NumberedCall): ReadonlyArray<string> => [
  "number",
  identityKey(call.identity),
  ...numberForms(call.to).toSorted()
]
