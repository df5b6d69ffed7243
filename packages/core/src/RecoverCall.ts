import { Effect } from "effect"
import { isFinal } from "./Call.ts"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import { type LookUp, lookUpCall } from "./LookUpCall.ts"
import { isSameAccount, refreshCall } from "./RefreshCall.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

export interface Recovery extends Omit<LookUp, "result"> {
  /** `settled`: there was nothing to settle. `other-account`: it went through an account that is not configured now. */
  readonly result: LookUp["result"] | "settled" | "other-account"
}

/**
 * Tries once to settle a call whose fate is unknown, by asking the provider for it. Never dials, and never concludes
 * from an empty answer that nothing rang.
 */
export const recoverCall = Effect.fn("recoverCall")(function* (
  id: string
): Effect.fn.Return<Recovery, CallNotFound | ProviderError | LedgerError, CallLedger | VoiceProvider> {
  const ledger = yield* CallLedger
  const provider = yield* VoiceProvider
  const call = yield* ledger.find(id)
  if (isFinal(call)) return { call, result: "settled" }
  if (!isSameAccount(call, provider)) return { call, result: "other-account" }
  if (call.conversationId !== null) return { call: yield* refreshCall(call), result: "found" }
  return yield* lookUpCall(call)
})
