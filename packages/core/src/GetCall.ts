import { Effect } from "effect"
import { type Call, isHeard } from "./Call.ts"
import type { CallNotFound, LedgerError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import { refreshCall } from "./RefreshCall.ts"
import type { VoiceProvider } from "./VoiceProvider.ts"

/**
 * A call of this ledger by call id or conversation id, with the provider's latest news where that can be had; what is
 * known is given also when the provider does not answer. Never dials.
 */
export const getCall = Effect.fnUntraced(function* (
  id: string
): Effect.fn.Return<Call, CallNotFound | LedgerError, CallLedger | VoiceProvider> {
  const ledger = yield* CallLedger
  const call = yield* ledger.find(id)
  if (isHeard(call)) return call
  return yield* refreshCall(call).pipe(
    Effect.catchTags({ ProviderError: () => Effect.succeed(call), CallNotFound: () => Effect.succeed(call) })
  )
})
