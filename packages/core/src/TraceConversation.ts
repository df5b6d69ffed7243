import { Effect } from "effect"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import { attemptVariable, type ConversationId, isCallId } from "./CallIds.ts"
import { CallLedger } from "./CallLedger.ts"
import type { CarrierAccount } from "./CarrierAccount.ts"
import { type Conversation, isOver } from "./Conversation.ts"
import type { ProviderAccount } from "./ProviderAccount.ts"
import { recoverCall } from "./RecoverCall.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

/**
 * Asks the provider whose a conversation is that no call here has. A call of unknown fate that it names is recovered,
 * which looks for itself and compares everything: nothing is adopted here. Gives `foreign` when its record is complete
 * and shows no outbound phone call, so that nobody was rung.
 */
export const traceConversation = Effect.fn("traceConversation")(function* (
  id: ConversationId
): Effect.fn.Return<
  "foreign" | "untold",
  CallNotFound | ProviderError | LedgerError,
  CallLedger | VoiceProvider | ProviderAccount | CarrierAccount
> {
  const ledger = yield* CallLedger
  const provider = yield* VoiceProvider
  const conversation = yield* provider.conversation(id)
  const echo = conversation.variables[attemptVariable]
  if (isCallId(echo)) {
    const call = yield* ledger.find(echo)
    if (call.status === "unknown" && call.conversationId === null) yield* recoverCall(call.id)
    return "untold"
  }
  return isOver(conversation) && !isOutbound(conversation) ? "foreign" : "untold"
})

const isOutbound = ({ phoneCall }: Conversation): boolean =>
  phoneCall !== null && (phoneCall.direction ?? "outbound") === "outbound"
