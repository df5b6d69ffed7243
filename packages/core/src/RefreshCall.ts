import { Clock, Effect } from "effect"
import { ageMillis, type Call, identityKey, isFinal, isHeard } from "./Call.ts"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import { lookUpCall } from "./LookUpCall.ts"
import { passTime } from "./PassTime.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

/**
 * Learns the news of one call from the provider: one read of its conversation, or one look-up when it is not known
 * which conversation is its own. A final call whose conversation
 * was read, and a call of another account, stay as they are. Never dials. `cause` is
 * what made us ask.
 */
export const refreshCall = Effect.fn("refreshCall")(function* (
  call: Call,
  cause: "poll" | "webhook" = "poll"
): Effect.fn.Return<Call, CallNotFound | ProviderError | LedgerError, CallLedger | VoiceProvider> {
  const ledger = yield* CallLedger
  const provider = yield* VoiceProvider
  if (call.status === "planned") return yield* passTime(call)
  if (!isSameAccount(call, provider)) return call
  if (isHeard(call)) return call
  if (call.status === "dialing" && mayBeDialling(call, yield* Clock.currentTimeMillis)) return call
  if (call.conversationId === null) {
    if (call.status === "dialing") yield* ledger.record(call.id, { type: "silence" })
    return (yield* lookUpCall(yield* ledger.find(call.id))).call
  }
  const reading = provider.conversation(call.conversationId)
  // What is over is shown as it is where the provider does not answer; a webhook of it comes again.
  const conversation = yield* isFinal(call) && cause === "poll" ? Effect.orElseSucceed(reading, () => null) : reading
  if (conversation === null) return call
  return yield* ledger.record(call.id, { type: "conversation", conversation, cause })
})

/** Whether a call went through the account that is configured now. */
export const isSameAccount = (call: Call, provider: VoiceProvider["Service"]): boolean =>
  identityKey(call.identity) === identityKey(provider.identity(call.phoneNumberId))

/** Whether the dial of a call can still be on its way. A clock that was set back tells nothing, so then it cannot. */
export const mayBeDialling = (call: Call, now: number): boolean => {
  const age = ageMillis(call, now)
  return age >= 0 && age <= call.horizonMillis
}
