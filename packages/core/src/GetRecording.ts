import { Effect, Stream } from "effect"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import type { CallLedger } from "./CallLedger.ts"
import { conversationIdOf } from "./GetConversation.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

/**
 * The sound of a call as MP3 bytes, by call id or conversation id. `CallNotFound` also when the provider keeps no
 * recording: privacy settings, retention, or a call that was not answered. Reads only.
 */
export const getRecording = (
  id: string
): Stream.Stream<Uint8Array, CallNotFound | ProviderError | LedgerError, CallLedger | VoiceProvider> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const provider = yield* VoiceProvider
      return provider.recording(yield* conversationIdOf(id))
    })
  )
