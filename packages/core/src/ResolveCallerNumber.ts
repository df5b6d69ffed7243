import { Effect } from "effect"
import type { ProviderError } from "./CallErrors.ts"
import type { PhoneNumberId } from "./CallIds.ts"
import { CallSettings } from "./CallSettings.ts"
import { type CallerNumber, ProviderAccount } from "./ProviderAccount.ts"
import type { Carrier } from "./VoiceProvider.ts"

export interface ResolvedCaller {
  /** Absent when there are problems. */
  readonly caller?: DialableCaller
  readonly problems: ReadonlyArray<{ readonly code: string; readonly field: string; readonly message: string }>
  readonly warnings: ReadonlyArray<string>
}

/** A caller number whose dial endpoint is known. */
export type DialableCaller = CallerNumber & { readonly carrier: Carrier }

/**
 * Finds the number from which the call goes out. A phone number id of the request wins over the settings. The
 * configured caller number finds the id when none is set, and must agree with the configured id. Rings nobody.
 */
export const resolveCallerNumber = Effect.fn("resolveCallerNumber")(function* (
  requested: PhoneNumberId | undefined
): Effect.fn.Return<ResolvedCaller, ProviderError, CallSettings | ProviderAccount> {
  const settings = yield* CallSettings
  const id = requested ?? settings.phoneNumberId
  const expected = requested === undefined ? settings.callerNumber : undefined
  if (id === undefined) {
    return expected === undefined
      ? problem(
          "no-phone-number",
          "No caller id is set: name a phone number id in the request, or set PHONE_NUMBER_ID."
        )
      : yield* findByNumber(expected)
  }
  const account = yield* ProviderAccount
  const known = yield* account.callerNumber(id)
  switch (known.type) {
    case "missing":
      return problem(
        "phone-number-not-found",
        `The phone number ${id} was not found: ${known.detail} Check the id, and that the key belongs to its workspace.`
      )
    case "untold":
      return {
        caller: { id, number: expected ?? null, label: null, carrier: "twilio", supportsOutbound: null },
        problems: [],
        warnings: [
          `The phone number could not be checked before the call and is taken for a Twilio number: ${known.detail}`
        ]
      }
    case "known":
      return checkCaller(known.value, expected)
  }
})

const findByNumber = Effect.fnUntraced(function* (expected: NonNullable<CallSettings["Service"]["callerNumber"]>) {
  const account = yield* ProviderAccount
  const known = yield* account.callerNumbers
  if (known.type !== "known") {
    return problem(
      "no-phone-number",
      `PHONE_NUMBER_ID is not set and the numbers of the account cannot be listed: ${known.detail} Set PHONE_NUMBER_ID.`
    )
  }
  const found = known.value.filter((caller) => caller.number === expected)
  const only = found[0]
  if (only === undefined || found.length > 1) {
    return problem(
      "no-phone-number",
      `TWILIO_PHONE_NUMBER ${expected} is ${only === undefined ? "no number" : "more than one number"} of the account. Set PHONE_NUMBER_ID.`
    )
  }
  return checkCaller(only, expected)
})

const checkCaller = (caller: CallerNumber, expected: string | undefined): ResolvedCaller => {
  if (caller.supportsOutbound === false) {
    return problem("phone-number-inbound-only", `The phone number ${caller.id} cannot call out. Choose another one.`)
  }
  if (expected !== undefined && caller.number !== null && caller.number !== expected) {
    return problem(
      "phone-number-disagrees",
      `PHONE_NUMBER_ID ${caller.id} is ${caller.number}, but TWILIO_PHONE_NUMBER says ${expected}. Correct one of them.`
    )
  }
  return caller.carrier === null
    ? problem(
        "phone-number-unsupported",
        `The phone number ${caller.id} belongs to a carrier from which calls cannot be placed.`
      )
    : { caller: { ...caller, carrier: caller.carrier }, problems: [], warnings: [] }
}

const problem = (code: string, message: string): ResolvedCaller => ({
  problems: [{ code, field: "phoneNumberId", message }],
  warnings: []
})
