import { Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { CallId } from "./CallIds.ts"
import type { Tombstones } from "./SqlTombstones.ts"

interface TakenKey {
  readonly owner: string
  readonly idempotency_key: string
}

/** Replaces the keys that took some calls for theirs by their keyed hashes, under which they are still found. */
export const makeKeyHasher = (sql: SqlClient.SqlClient, tombstones: Tombstones) =>
  Effect.fnUntraced(function* (ids: ReadonlyArray<CallId>) {
    const keys = yield* sql<TakenKey>`SELECT owner, idempotency_key FROM idempotency_keys
      WHERE ${sql.in("call_id", ids)}`
    for (const { idempotency_key, owner } of keys) {
      yield* sql`UPDATE idempotency_keys SET idempotency_key = ${yield* tombstones.key(owner, idempotency_key)}
        WHERE owner = ${owner} AND idempotency_key = ${idempotency_key}`
    }
  })
