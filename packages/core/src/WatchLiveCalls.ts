import { Effect, FiberMap, Stream } from "effect"
import { allCalls } from "./AllCalls.ts"
import { type Call, isLive } from "./Call.ts"
import type { LedgerError } from "./CallErrors.ts"
import type { FeedEntry } from "./CallEvent.ts"
import { CallFollower } from "./CallFollower.ts"
import type { CallId } from "./CallIds.ts"

/**
 * Keeps every call that has a conversation watched until it is over, as long as the scope lasts: those that are live
 * now, and those that `news` tells of. A call of unknown fate is left to recovery.
 */
export const watchLiveCalls = Effect.fnUntraced(function* (news: Stream.Stream<FeedEntry, LedgerError>) {
  const follower = yield* CallFollower
  const watched = yield* FiberMap.make<CallId>()
  const watch = (call: Call) =>
    isLive(call) && call.conversationId !== null
      ? Effect.asVoid(
          FiberMap.run(watched, call.id, Effect.ignore(Stream.runDrain(follower.watch(call.id))), {
            onlyIfMissing: true
          })
        )
      : Effect.void
  yield* allCalls({ live: true }).pipe(
    Effect.flatMap((calls) => Effect.forEach(calls, watch, { discard: true })),
    Effect.andThen(Stream.runForEach(news, ({ call }) => watch(call))),
    Effect.catch((error) => Effect.logWarning(`Live calls are not followed now: ${error.message}`)),
    Effect.forkScoped
  )
})
