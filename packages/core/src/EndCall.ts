import { Effect } from "effect"
import type { Call } from "./Call.ts"
import { HangUpUnavailable, type ProviderError } from "./CallErrors.ts"
import { CarrierAccount } from "./CarrierAccount.ts"
import { ProviderAccount } from "./ProviderAccount.ts"

/**
 * Asks the carrier to end the telephone call of a call, which may be asked again. `HangUpUnavailable` says why it cannot
 * be asked; the call then goes on.
 */
export const endCall = Effect.fnUntraced(function* (
  call: Call
): Effect.fn.Return<void, HangUpUnavailable | ProviderError, ProviderAccount | CarrierAccount> {
  if (!(yield* isCarriedByTwilio(call))) return yield* unavailable(call, "other-carrier")
  const carrier = yield* CarrierAccount
  if (!carrier.available) return yield* unavailable(call, "no-credentials", carrier.missing)
  if (call.callSid === null) return yield* unavailable(call, "no-call-sid")
  yield* carrier.end(call.callSid)
})

/** By the carrier of the caller id; where the provider does not tell, by the form of the call's sid. */
const isCarriedByTwilio = Effect.fnUntraced(function* (call: Call) {
  const { callerNumber } = yield* ProviderAccount
  const caller = yield* Effect.orElseSucceed(callerNumber(call.phoneNumberId), () => null)
  return caller?.type === "known" && caller.value.carrier !== null
    ? caller.value.carrier === "twilio"
    : call.callSid === null || /^CA[0-9a-f]{32}$/i.test(call.callSid)
})

/** The call goes on, for a reason. */
export const unavailable = (
  { callSid, id, status }: Call,
  reason: HangUpUnavailable["reason"],
  missing: string | null = null
): HangUpUnavailable => new HangUpUnavailable({ callId: id, callSid, status, reason, missing })
