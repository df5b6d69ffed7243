import { DateTime, Effect, Redacted } from "effect"
import { type ApiKey, keyIdIn, mayUse } from "./ApiKey.ts"
import { ApiKeys } from "./ApiKeys.ts"
import type { LedgerError } from "./CallErrors.ts"
import { KeySecrets } from "./KeySecrets.ts"

/** The key that a text is, when it may be used now; null for every other text, whatever is wrong with it. */
export const verifyKey = Effect.fn("verifyKey")(function* (
  text: Redacted.Redacted
): Effect.fn.Return<ApiKey | null, LedgerError, ApiKeys | KeySecrets> {
  const keys = yield* ApiKeys
  const secrets = yield* KeySecrets
  const id = keyIdIn(Redacted.value(text))
  const stored = id === null ? null : yield* keys.find(id)
  if (stored === null || !(yield* secrets.matches(text, stored.digest))) return null
  const { key } = stored
  const now = yield* DateTime.now
  if (!mayUse(key, now)) return null
  if (isLongAgo(key.lastUsedAt, now)) yield* keys.used(key.id, now).pipe(Effect.ignore)
  return key
})

/** The use of a key is noted to the hour, so that a request costs no write. */
const isLongAgo = (lastUsedAt: DateTime.Utc | null, now: DateTime.Utc): boolean =>
  lastUsedAt === null || DateTime.toEpochMillis(now) - DateTime.toEpochMillis(lastUsedAt) >= 3_600_000
