import { DateTime, Effect, type Redacted } from "effect"
import { type ApiKeyId, KeyScope, mayUse } from "./ApiKey.ts"
import { ApiKeys } from "./ApiKeys.ts"
import type { LedgerError } from "./CallErrors.ts"
import { CallSettings } from "./CallSettings.ts"
import type { KeySecrets } from "./KeySecrets.ts"
import { KeysInUse } from "./KeysInUse.ts"
import { type Principal, principalOf } from "./Principal.ts"
import { verifyKey } from "./VerifyKey.ts"

/**
 * Who asks a service with this key, or with none; null when nobody who may. Without keys that is the service's own
 * user, for whoever reaches it on this machine (`loopback`); with keys it is the owner of the key.
 */
export const whoAsks = Effect.fnUntraced(function* (
  text: Redacted.Redacted | null,
  { loopback }: { readonly loopback: boolean }
): Effect.fn.Return<Principal | null, LedgerError, ApiKeys | CallSettings | KeySecrets | KeysInUse> {
  const keysInUse = yield* KeysInUse
  if (text === null && loopback && !(yield* keysInUse)) {
    const { owner } = yield* CallSettings
    return { owner, scopes: KeyScope.literals, key: null }
  }
  const key = text === null ? null : yield* verifyKey(text)
  return key === null ? null : principalOf(key)
})

/** Whether a principal is still one; asked again while a long answer is under way. What cannot be told is no. */
export const mayGoOn = ({ key }: Principal) => keyGoesOn(key?.id ?? null)

/** The same of all who ask with one key, or with none. */
export const keyGoesOn = Effect.fnUntraced(
  function* (id: ApiKeyId | null): Effect.fn.Return<boolean, LedgerError, ApiKeys | KeysInUse> {
    const keysInUse = yield* KeysInUse
    const keys = yield* ApiKeys
    if (id === null) return !(yield* keysInUse)
    const stored = yield* keys.find(id)
    return stored !== null && mayUse(stored.key, yield* DateTime.now)
  },
  Effect.orElseSucceed(() => false)
)
