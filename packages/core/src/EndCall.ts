import { Effect } from "effect"
import { type Call, isLineDown } from "./Call.ts"
import { HangUpUnavailable, type ProviderError } from "./CallErrors.ts"
import { CarrierAccount } from "./CarrierAccount.ts"
import { ProviderAccount } from "./ProviderAccount.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

/**
 * Asks the carrier to end the telephone call of a call, or the provider to end its conversation where the carrier cannot
 * be asked; both may be asked again. `HangUpUnavailable` says why neither ends it; the call then goes on.
 */
export const endCall = Effect.fnUntraced(function* (
  call: Call
): Effect.fn.Return<void, HangUpUnavailable | ProviderError, VoiceProvider | ProviderAccount | CarrierAccount> {
  if (!(yield* isCarriedByTwilio(call))) return yield* endThroughProvider(call, "other-carrier")
  const carrier = yield* CarrierAccount
  if (!carrier.available) return yield* endThroughProvider(call, "no-credentials", carrier.missing)
  if (call.callSid === null) return yield* endThroughProvider(call, "no-call-sid")
  yield* carrier.end(call.callSid)
})

/**
 * Ends a call that was asked to end before it was known which telephone call it is, now that it is. What fails is logged
 * and left to the next who looks.
 */
export const endWhenAsked = (
  call: Call
): Effect.Effect<void, never, VoiceProvider | ProviderAccount | CarrierAccount> =>
  call.hangUpRequestedAt === null || isLineDown(call) || (call.callSid === null && call.conversationId === null)
    ? Effect.void
    : endCall(call).pipe(
        Effect.catch((error) => Effect.logWarning(`${call.id} was asked to end and goes on: ${error.message}`))
      )

/**
 * `reason` says why the carrier cannot be asked, and `missing` which credentials are. Who lacks them is told so also when
 * the provider could not be asked.
 */
const endThroughProvider = Effect.fnUntraced(function* (
  call: Call,
  reason: HangUpUnavailable["reason"],
  missing: string | null = null
) {
  if (call.conversationId === null) return yield* unavailable(call, reason, missing)
  const { end } = yield* VoiceProvider
  const answer = yield* end(call.conversationId).pipe(
    Effect.catchTag("ProviderError", (error) =>
      missing === null ? Effect.fail(error) : Effect.succeed({ type: "unavailable" as const, detail: error.detail })
    )
  )
  if (answer.type === "unavailable") return yield* unavailable(call, reason, missing, answer.detail)
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
  missing: string | null = null,
  provider: string | null = null
): HangUpUnavailable =>
  new HangUpUnavailable({ callId: id, callSid, status, reason, missing, ...(provider === null ? {} : { provider }) })
