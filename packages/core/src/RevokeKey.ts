import { DateTime, Effect } from "effect"
import type { ApiKey } from "./ApiKey.ts"
import { ApiKeys } from "./ApiKeys.ts"
import type { LedgerError } from "./CallErrors.ts"
import { findKey } from "./FindKey.ts"
import type { KeyNotFound } from "./KeyErrors.ts"

/** Ends a key at once and for good. Calls that were placed with it go on. May be repeated. */
export const revokeKey = Effect.fn("revokeKey")(function* (
  id: string
): Effect.fn.Return<ApiKey, KeyNotFound | LedgerError, ApiKeys> {
  const keys = yield* ApiKeys
  const key = yield* findKey(id)
  yield* keys.revoke(key.id, yield* DateTime.now)
  return yield* findKey(id)
})
