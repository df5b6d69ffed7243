import { Clock, Duration, Effect } from "effect"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import type { CallLedger } from "./CallLedger.ts"
import { type Conversation, isOver } from "./Conversation.ts"
import { lookAt } from "./LookAt.ts"
import type { VoiceProvider } from "./VoiceProvider.ts"

export interface MonitorOptions {
  /** How long to monitor in all; 30 seconds when left out. */
  readonly duration?: Duration.Input | undefined
  /** How often to look; every 5 seconds when left out. */
  readonly checkInterval?: Duration.Input | undefined
  /** Told the conversation after each look. */
  readonly onLook?: ((conversation: Conversation) => Effect.Effect<void>) | undefined
}

/**
 * Looks at any conversation, ours or not, at the start and then at each interval, until it is over or the duration has
 * passed. Gives the complete record, or null when the time ran out first; the call goes on then. Reads only.
 */
export const monitorCall = Effect.fn("monitorCall")(function* (
  conversationId: string,
  options: MonitorOptions = {}
): Effect.fn.Return<Conversation | null, CallNotFound | ProviderError | LedgerError, CallLedger | VoiceProvider> {
  const interval = Math.max(1, toMillis(options.checkInterval ?? "5 seconds"))
  const until = (yield* Clock.currentTimeMillis) + toMillis(options.duration ?? "30 seconds")
  while (true) {
    const { conversation } = yield* lookAt(conversationId)
    if (conversation !== null) {
      yield* options.onLook?.(conversation) ?? Effect.void
      if (isOver(conversation)) return conversation
    }
    const left = until - (yield* Clock.currentTimeMillis)
    if (left <= 0) return null
    yield* Effect.sleep(Math.min(interval, left))
  }
})

const toMillis = (input: Duration.Input): number => Duration.toMillis(Duration.fromInputUnsafe(input))
