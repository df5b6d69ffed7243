import { Effect, Stream } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import type { FeedEntry } from "./CallEvent.ts"
import { CallFollower } from "./CallFollower.ts"
import { holdLiveCalls } from "./HoldLiveCalls.ts"
import { liveCallOf } from "./LiveCall.ts"

/**
 * Keeps every call that has a conversation followed until it is over, as long as the scope lasts: those that are live
 * now, and those that `news` tells of. A call of unknown fate is left to recovery.
 */
export const watchLiveCalls = Effect.fnUntraced(function* (news: Stream.Stream<FeedEntry, LedgerError>) {
  const follower = yield* CallFollower
  const holding = yield* follower.hold({ isAwaited: true })
  yield* holdLiveCalls(holding).pipe(
    Effect.ensuring(holding.sweep),
    Effect.andThen(
      Stream.runForEach(news, ({ call }) => holding.add([liveCallOf(call)].filter((live) => live !== null)))
    ),
    Effect.catch((error) => Effect.logWarning(`Live calls are not followed now: ${error.message}`)),
    Effect.forkScoped
  )
})
