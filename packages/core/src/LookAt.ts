import { Effect } from "effect"
import { isFinal } from "./Call.ts"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import type { Look } from "./CallFollower.ts"
import { CallLedger } from "./CallLedger.ts"
import { conversationIdOf } from "./GetConversation.ts"
import { passTime } from "./PassTime.ts"
import { readCall } from "./ReadCall.ts"
import { isSameAccount, refreshCall } from "./RefreshCall.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

/**
 * One look at a call or conversation: reads the provider, records the news of a call that is ours, and gives both. A
 * conversation of ours that the provider does not show yet is not an error, its record may lag behind the dial.
 */
export const lookAt = Effect.fn("lookAt")(function* (
  id: string
): Effect.fn.Return<Look, CallNotFound | ProviderError | LedgerError, CallLedger | VoiceProvider> {
  const ledger = yield* CallLedger
  const provider = yield* VoiceProvider
  const call = yield* ledger.find(id).pipe(Effect.catchTag("CallNotFound", () => Effect.succeed(null)))
  if (call === null) return { call, conversation: yield* provider.conversation(yield* conversationIdOf(id)) }
  if (call.forgottenAt !== null) return { call, conversation: null }
  if (call.status === "planned") return { call: yield* passTime(call), conversation: null }
  if (!isSameAccount(call, provider)) return { call, conversation: null }
  if (call.conversationId === null) return { call: yield* refreshCall(call), conversation: null }
  return yield* readCall(call, call.conversationId).pipe(
    Effect.catchIf(
      (error) => isFinal(call) && error._tag !== "LedgerError",
      () => Effect.succeed({ call, conversation: null })
    )
  )
})
