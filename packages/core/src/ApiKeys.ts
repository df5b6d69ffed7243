import { Context, type DateTime, type Effect } from "effect"
import type { ApiKey, ApiKeyId } from "./ApiKey.ts"
import type { LedgerError } from "./CallErrors.ts"

/** A key, and the digest of its text. */
export interface StoredKey {
  readonly key: ApiKey
  readonly digest: string
}

/**
 * The keys of a ledger, kept beside its calls. Keys are never deleted, so that a service which once asked for keys asks
 * for them ever after. A revocation is final, and expiry only ever comes nearer.
 */
export class ApiKeys extends Context.Service<
  ApiKeys,
  {
    /** Adds a key, and in the same step lets the one that it replaces expire, when there is one. */
    readonly add: (
      stored: StoredKey,
      replaced?: { readonly id: ApiKeyId; readonly expiresAt: DateTime.Utc }
    ) => Effect.Effect<void, LedgerError>
    /** Every key, newest first, also those that are no longer good. */
    readonly list: Effect.Effect<ReadonlyArray<ApiKey>, LedgerError>
    /** Null for an id that was never made. */
    readonly find: (id: ApiKeyId) => Effect.Effect<StoredKey | null, LedgerError>
    readonly revoke: (id: ApiKeyId, at: DateTime.Utc) => Effect.Effect<void, LedgerError>
    readonly used: (id: ApiKeyId, at: DateTime.Utc) => Effect.Effect<void, LedgerError>
  }
>()("@outbound-call/core/ApiKeys") {}
