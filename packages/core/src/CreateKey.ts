import { DateTime, type Duration, Effect, type Redacted } from "effect"
import { type ApiKey, ApiKeyId, defaultLimits, type KeyLimits, keyText } from "./ApiKey.ts"
import { ApiKeys } from "./ApiKeys.ts"
import type { LedgerError } from "./CallErrors.ts"
import { newUlid } from "./CallIds.ts"
import { KeySecrets } from "./KeySecrets.ts"

/** A key to be made. */
export interface KeyRequest extends Pick<ApiKey, "name" | "owner" | "scopes"> {
  /** What is left out has its default. */
  readonly limits?: Partial<KeyLimits> | undefined
  /** The policy profile by which its calls are judged, which must be one of the service's; that of the process when left out. */
  readonly profile?: string | undefined
  /** Never, when it is left out. */
  readonly expiresIn?: Duration.Duration | undefined
}

/** A key with the text by which its holder is known. The text is nowhere else, and cannot be had again. */
export interface NewKey {
  readonly key: ApiKey
  readonly text: Redacted.Redacted
}

/** Makes a key. From the first one on the service answers nobody without a key. */
export const createKey = Effect.fn("createKey")(function* ({
  expiresIn,
  limits,
  profile,
  ...request
}: KeyRequest): Effect.fn.Return<NewKey, LedgerError, ApiKeys | KeySecrets> {
  const keys = yield* ApiKeys
  const id = ApiKeyId.make(`key_${yield* newUlid}`)
  const now = yield* DateTime.now
  const made = yield* withText({
    ...request,
    id,
    limits: { ...defaultLimits, ...limits },
    profile: profile ?? null,
    line: id,
    createdAt: now,
    expiresAt: expiresIn === undefined ? null : DateTime.addDuration(now, expiresIn),
    revokedAt: null,
    lastUsedAt: null
  })
  yield* keys.add(made)
  return made
})

/** A key with a text of its own and what is kept of that. */
export const withText = Effect.fnUntraced(function* (key: ApiKey) {
  const secrets = yield* KeySecrets
  const text = keyText(key.id, yield* secrets.draw)
  return { key, text, digest: yield* secrets.digest(text) }
})
