import { DateTime, Effect, Redacted, Schema } from "effect"

/** What a key may do. `admin` may do everything but reopen dialling, since it may place calls, and sees the calls of every owner. */
export const KeyScope = Schema.Literals([
  "calls:read",
  "calls:place",
  "calls:approve",
  "calls:hang-up",
  "transcripts:read",
  "policy:write",
  "admin"
])
export type KeyScope = typeof KeyScope.Type

/** Our id of a key: `key_` and a ULID. It is no secret. */
export const ApiKeyId = Schema.String.check(Schema.isPattern(/^key_[0-9A-HJKMNP-TV-Z]{26}$/u)).pipe(
  Schema.brand("ApiKeyId")
)
export type ApiKeyId = typeof ApiKeyId.Type

const Count = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))

/** How much a key may do. Calls are counted when they are recorded, whatever becomes of them. */
export const KeyLimits = Schema.Struct({
  requestsPerMinute: Count,
  /** Null is no limit. */
  callsPerMinute: Schema.NullOr(Count),
  callsPerDay: Schema.NullOr(Count)
})
export type KeyLimits = typeof KeyLimits.Type

/** The limits of a key that is made without others. */
export const defaultLimits: KeyLimits = { requestsPerMinute: 600, callsPerMinute: null, callsPerDay: null }

/** A name for people, or of an owner: a line of text. */
export const KeyName = Schema.String.check(Schema.isPattern(/^[^\p{C}\s](?:[^\p{C}]{0,98}[^\p{C}\s])?$/u))

const Instant = Schema.DateTimeUtcFromString

/** A key as it is kept and shown. Its secret is known to whoever holds it, and to nobody here. */
export const ApiKey = Schema.Struct({
  id: ApiKeyId,
  name: KeyName,
  /** Who places the calls that are placed with it; a rotation keeps it. */
  owner: KeyName,
  scopes: Schema.Array(KeyScope).check(Schema.isMinLength(1)),
  limits: KeyLimits,
  /** The policy profile by which its calls are judged; null for that of the process. A rotation keeps it. */
  profile: Schema.NullOr(Schema.String).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null))),
  /** The first key of its rotations. They share their limits, so that a rotation gives nobody more. */
  line: ApiKeyId,
  createdAt: Instant,
  /** From then on it may do nothing; null is never. */
  expiresAt: Schema.NullOr(Instant),
  revokedAt: Schema.NullOr(Instant),
  /** To the hour; null before its first use. */
  lastUsedAt: Schema.NullOr(Instant)
})
export interface ApiKey extends Schema.Schema.Type<typeof ApiKey> {}

export type KeyState = "active" | "expired" | "revoked"

/** Whether a key is good at an instant, and why not. */
export const keyState = ({ expiresAt, revokedAt }: ApiKey, now: DateTime.Utc): KeyState => {
  if (revokedAt !== null) return "revoked"
  return expiresAt !== null && DateTime.isLessThanOrEqualTo(expiresAt, now) ? "expired" : "active"
}

/** Whether a key may be used at an instant. */
export const mayUse = (key: ApiKey, now: DateTime.Utc): boolean => keyState(key, now) === "active"

/** The text that is handed out once: `oc_`, the id without its prefix, and 43 characters that nobody can guess. */
export const keyText = (id: ApiKeyId, secret: Redacted.Redacted): Redacted.Redacted =>
  Redacted.make(`oc_${id.slice("key_".length)}_${Redacted.value(secret)}`)

/** The id of the key that a text claims to be; null when it is no key. */
export const keyIdIn = (text: string): ApiKeyId | null => {
  const ulid = /^oc_([0-9A-HJKMNP-TV-Z]{26})_[A-Za-z0-9_-]{43}$/.exec(text)?.[1]
  return ulid === undefined ? null : ApiKeyId.make(`key_${ulid}`)
}
