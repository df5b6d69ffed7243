import { Effect, type Scope, Stream } from "effect"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import type { ConversationId } from "./CallIds.ts"
import type { CallLedger } from "./CallLedger.ts"
import { conversationIdOf } from "./GetConversation.ts"
import { type Recording, VoiceProvider } from "./VoiceProvider.ts"

/**
 * The sound of a call as MP3 bytes, by call id or conversation id. `CallNotFound` also when the provider keeps no
 * recording: privacy settings, retention, or a call that was not answered. Reads only.
 */
export const getRecording = (
  id: string
): Stream.Stream<Uint8Array, CallNotFound | ProviderError | LedgerError, CallLedger | VoiceProvider> =>
  Stream.unwrap(Effect.map(openRecording(id), ({ bytes }) => bytes))

/** The recording of a conversation, open. */
export interface OpenRecording extends Recording {
  readonly conversationId: ConversationId
}

/** The same with its length, where the provider tells it. The connection stays open until the scope closes. */
export const openRecording = Effect.fn("openRecording")(function* (
  id: string
): Effect.fn.Return<
  OpenRecording,
  CallNotFound | ProviderError | LedgerError,
  CallLedger | VoiceProvider | Scope.Scope
> {
  const provider = yield* VoiceProvider
  const conversationId = yield* conversationIdOf(id)
  return { conversationId, ...(yield* provider.recording(conversationId)) }
})
