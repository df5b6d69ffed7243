import { ApiKey, keyState } from "@outbound-call/core/ApiKey"
import { type DateTime, Schema } from "effect"
import { instant } from "./DescribeCall.ts"

const encode = Schema.encodeSync(ApiKey)

/** A key as JSON, with whether it is good now. */
export const keyJson = (key: ApiKey, now: DateTime.Utc) => ({ ...encode(key), state: keyState(key, now) })

/** A key in one line. */
export const keyLine = (key: ApiKey, now: DateTime.Utc): string =>
  [
    key.id,
    key.name,
    `owner ${key.owner}`,
    key.scopes.join(","),
    limitsText(key),
    ...(key.profile === null ? [] : [`profile ${key.profile}`]),
    standing(key, now),
    key.lastUsedAt === null ? "never used" : `last used ${instant(key.lastUsedAt)}`
  ].join("  ")

const limitsText = ({ limits }: ApiKey): string =>
  [
    `${limits.requestsPerMinute} requests/min`,
    ...(limits.callsPerMinute === null ? [] : [`${limits.callsPerMinute} calls/min`]),
    ...(limits.callsPerDay === null ? [] : [`${limits.callsPerDay} calls/day`])
  ].join(", ")

const standing = (key: ApiKey, now: DateTime.Utc): string => {
  const state = keyState(key, now)
  if (state === "revoked") return `revoked${key.revokedAt === null ? "" : ` ${instant(key.revokedAt)}`}`
  if (key.expiresAt === null) return "active"
  return state === "expired" ? `expired ${instant(key.expiresAt)}` : `active until ${instant(key.expiresAt)}`
}
