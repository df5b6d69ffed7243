import type { Live } from "@outbound-call/core"
import { Redacted } from "effect"
import type { Values, Variable } from "./LedgerPlace.ts"
import { readOrigin } from "./ReadOrigin.ts"

/**
 * The Twilio account that owns the calling numbers, or what is missing to ask it. The account sid alone is no problem:
 * it is part of the provider identity. Half of a key is one. An API key wins over the auth token.
 */
export const readCarrier = (values: Values, problems: Array<string>): NonNullable<Live.LiveOptions["carrier"]> => {
  const { TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_KEY_SECRET, TWILIO_AUTH_TOKEN } = values
  checkSid("TWILIO_ACCOUNT_SID", "AC", values, problems)
  checkSid("TWILIO_API_KEY", "SK", values, problems)
  for (const name of ["TWILIO_AUTH_TOKEN", "TWILIO_API_KEY_SECRET"] as const) checkSecret(name, values, problems)
  if ((TWILIO_API_KEY === undefined) !== (TWILIO_API_KEY_SECRET === undefined)) {
    problems.push("TWILIO_API_KEY and TWILIO_API_KEY_SECRET belong together: set both, or none.")
  }
  const hasKey = TWILIO_API_KEY !== undefined && TWILIO_API_KEY_SECRET !== undefined
  if (TWILIO_ACCOUNT_SID === undefined && (hasKey || TWILIO_AUTH_TOKEN !== undefined)) {
    problems.push("TWILIO_ACCOUNT_SID is not set, and the other Twilio settings are: set it to the account's AC… sid.")
  }
  const baseUrl = readOrigin("TWILIO_BASE_URL", values, problems) ?? "https://api.twilio.com"
  if (TWILIO_ACCOUNT_SID === undefined) return { missing: `TWILIO_ACCOUNT_SID with ${eitherSecret}` }
  if (hasKey) return open(baseUrl, TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_KEY_SECRET)
  return TWILIO_AUTH_TOKEN === undefined
    ? { missing: eitherSecret }
    : open(baseUrl, TWILIO_ACCOUNT_SID, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN)
}

/** The account of the emulator. */
export const simulatedCarrier = (baseUrl: string): NonNullable<Live.LiveOptions["carrier"]> =>
  open(baseUrl, `AC${"0".repeat(32)}`, `AC${"0".repeat(32)}`, "emulator")

const eitherSecret = "TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_KEY_SECRET"

const open = (baseUrl: string, accountSid: string, username: string, password: string) => ({
  baseUrl,
  accountSid,
  username,
  password: Redacted.make(password)
})

const checkSid = (name: Variable, prefix: string, values: Values, problems: Array<string>): void => {
  const sid = values[name]
  if (sid !== undefined && !new RegExp(`^${prefix}[0-9a-fA-F]{32}$`).test(sid)) {
    problems.push(`${name} is ${prefix} and 32 hexadecimal digits.`)
  }
}

const checkSecret = (name: Variable, values: Values, problems: Array<string>): void => {
  const secret = values[name]
  if (secret !== undefined && !/^[\x21-\x7e]+$/.test(secret)) {
    problems.push(`${name} holds spaces or characters that no secret of Twilio has: copy it again.`)
  }
}
