import { Effect } from "effect"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import type { CallLedger } from "./CallLedger.ts"
import { transcriptOf } from "./Conversation.ts"
import { getConversation } from "./GetConversation.ts"
import type { Transcript } from "./Transcript.ts"
import type { VoiceProvider } from "./VoiceProvider.ts"

/**
 * What was said in a call so far, by call id or conversation id. While the call runs, or its analysis does, it is not
 * `complete`. Reads only.
 */
export const getTranscript = Effect.fn("getTranscript")(function* (
  id: string
): Effect.fn.Return<Transcript, CallNotFound | ProviderError | LedgerError, CallLedger | VoiceProvider> {
  return transcriptOf(yield* getConversation(id))
})
