import { Clock, Duration, Effect, Option, Stream } from "effect"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import { CallFollower } from "./CallFollower.ts"
import type { CallLedger } from "./CallLedger.ts"
import { type Conversation, isOver } from "./Conversation.ts"
import { mustBeOwn } from "./ShowOwnCalls.ts"

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
 * passed. Gives the complete record, or null when the time ran out first; the call goes on then. While many calls are
 * followed it is looked at with the others, at their pace. Reads only.
 */
export const monitorCall = Effect.fn("monitorCall")(function* (
  conversationId: string,
  options: MonitorOptions = {}
): Effect.fn.Return<Conversation | null, CallNotFound | ProviderError | LedgerError, CallFollower | CallLedger> {
  const follower = yield* CallFollower
  yield* mustBeOwn(conversationId)
  const duration = toMillis(options.duration ?? "30 seconds")
  const looks = follower.watch(conversationId, {
    everyMillis: Math.max(1, toMillis(options.checkInterval ?? "5 seconds")),
    untilMillis: (yield* Clock.currentTimeMillis) + duration
  })
  const last = yield* looks.pipe(
    Stream.map(({ conversation }) => conversation),
    Stream.filter((conversation) => conversation !== null),
    Stream.tap((conversation) => options.onLook?.(conversation) ?? Effect.void),
    Stream.filter(isOver),
    Stream.runHead,
    Effect.timeoutOption(duration + longestReadMillis)
  )
  return Option.getOrNull(Option.flatten(last))
})

/** A read under way when the time is up is waited for. */
const longestReadMillis = 30_000

const toMillis = (input: Duration.Input): number => Duration.toMillis(Duration.fromInputUnsafe(input))
