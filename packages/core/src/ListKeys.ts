import { Effect } from "effect"
import type { ApiKey } from "./ApiKey.ts"
import { ApiKeys } from "./ApiKeys.ts"
import type { LedgerError } from "./CallErrors.ts"

/** Every key of this ledger, newest first, also those that are revoked or have expired. None of them holds a secret. */
export const listKeys = Effect.fn("listKeys")(function* (): Effect.fn.Return<
  ReadonlyArray<ApiKey>,
  LedgerError,
  ApiKeys
> {
  const keys = yield* ApiKeys
  return yield* keys.list
})
