import { Effect, Schedule, Stream } from "effect"
import { CallFollower } from "./CallFollower.ts"
import type { FeedTail } from "./FeedTail.ts"
import { holdLiveCalls } from "./HoldLiveCalls.ts"
import { liveCallOf } from "./LiveCall.ts"
import { survive } from "./Survive.ts"

/**
 * Keeps every call that has a conversation followed until it is over, as long as the scope lasts: those that are live
 * now, and those that the feed tells of. When the ledger fails, it takes in what is live again a little later. A call of
 * unknown fate is left to recovery.
 */
export const watchLiveCalls = Effect.fnUntraced(function* ({ after, newest }: Pick<FeedTail, "after" | "newest">) {
  const follower = yield* CallFollower
  const holding = yield* follower.hold({ isAwaited: true })
  yield* Effect.suspend(() => {
    const from = newest()
    const listen = Stream.runForEach(after(from), ({ call }) =>
      holding.add([liveCallOf(call)].filter((live) => live !== null))
    )
    return holdLiveCalls(holding).pipe(Effect.ensuring(holding.sweep), Effect.andThen(listen))
  }).pipe(
    Effect.catch((error) => Effect.logWarning(`New calls are followed a little later: ${error.message}`)),
    survive((cause) => Effect.logError("Following broke off, and goes on a little later", cause)),
    Effect.repeat(Schedule.spaced("5 seconds")),
    Effect.forkScoped
  )
})
