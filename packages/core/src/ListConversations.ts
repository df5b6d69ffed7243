import { Effect } from "effect"
import type { ProviderError } from "./CallErrors.ts"
import { type ConversationPage, type ConversationQuery, VoiceProvider } from "./VoiceProvider.ts"

/** The provider's conversations, newest first, a page at a time: also those that this ledger never placed. Reads only. */
export const listConversations = Effect.fn("listConversations")(function* (
  query: ConversationQuery = {}
): Effect.fn.Return<ConversationPage, ProviderError, VoiceProvider> {
  const provider = yield* VoiceProvider
  return yield* provider.conversations(query)
})
