import { Effect, Option, Schema } from "effect"
import { CallNotFound, type LedgerError, type ProviderError } from "./CallErrors.ts"
import { ConversationId, isCallId } from "./CallIds.ts"
import { CallLedger } from "./CallLedger.ts"
import type { Conversation } from "./Conversation.ts"
import { mustBeOwn } from "./ShowOwnCalls.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

/**
 * The provider's record of a call, by call id or conversation id, ours or not. `CallNotFound` for an id that neither
 * side knows, for a call that has no conversation (yet), and for what the principal may not see. Reads only.
 */
export const getConversation = Effect.fn("getConversation")(function* (
  id: string
): Effect.fn.Return<Conversation, CallNotFound | ProviderError | LedgerError, CallLedger | VoiceProvider> {
  const provider = yield* VoiceProvider
  return yield* provider.conversation(yield* conversationIdOf(id))
})

/** The conversation that an id stands for; a conversation id stands for itself, where the principal may see it. */
export const conversationIdOf = Effect.fnUntraced(function* (id: string) {
  if (!isCallId(id)) {
    const conversationId = Schema.decodeUnknownOption(ConversationId)(id)
    if (Option.isNone(conversationId)) return yield* new CallNotFound({ id })
    yield* mustBeOwn(id)
    return conversationId.value
  }
  const ledger = yield* CallLedger
  const call = yield* ledger.find(id)
  return call.conversationId ?? (yield* new CallNotFound({ id, missing: "conversation" }))
})
