import { DateTime, type Duration, Effect } from "effect"
import { ApiKeyId, keyState } from "./ApiKey.ts"
import { ApiKeys } from "./ApiKeys.ts"
import type { LedgerError } from "./CallErrors.ts"
import { newUlid } from "./CallIds.ts"
import { type NewKey, withText } from "./CreateKey.ts"
import { findKey } from "./FindKey.ts"
import { KeyNotActive, type KeyNotFound } from "./KeyErrors.ts"
import type { KeySecrets } from "./KeySecrets.ts"

/**
 * Makes a second key with the same owner, name, scopes and limits, which the two share, and lets the first one expire
 * after `grace`. A key that expires gives its successor as long a life as it was given itself.
 */
export const rotateKey = Effect.fn("rotateKey")(function* (
  id: string,
  grace: Duration.Duration
): Effect.fn.Return<NewKey, KeyNotFound | KeyNotActive | LedgerError, ApiKeys | KeySecrets> {
  const keys = yield* ApiKeys
  const old = yield* findKey(id)
  const now = yield* DateTime.now
  const state = keyState(old, now)
  if (state !== "active") return yield* new KeyNotActive({ id, state })
  const made = yield* withText({
    ...old,
    id: ApiKeyId.make(`key_${yield* newUlid}`),
    createdAt: now,
    expiresAt:
      old.expiresAt === null ? null : DateTime.addDuration(now, DateTime.distance(old.createdAt, old.expiresAt)),
    lastUsedAt: null
  })
  yield* keys.add(made, { id: old.id, expiresAt: DateTime.addDuration(now, grace) })
  return made
})
