import { Context, Effect, Layer, RcRef, Stream } from "effect"
import type { CallEvent, FeedEntry } from "./CallEvent.ts"
import type { CallFollower } from "./CallFollower.ts"
import type { CallLedger } from "./CallLedger.ts"
import { type FeedError, openTail } from "./FeedTail.ts"
import { asService } from "./Principal.ts"
import { watchLiveCalls } from "./WatchLiveCalls.ts"

/**
 * The events of all calls as they come. All listeners share one reader of the ledger, and each takes the events at its
 * own pace: a slow one holds no queue here. While somebody listens, the live calls are followed; with nobody it rests.
 * It shows the calls of every owner: `followCalls` is for a principal.
 */
export class CallFeed extends Context.Service<
  CallFeed,
  {
    /**
     * The events after a position, then each that is recorded, by this process at once, by others within a second.
     * `CursorExpired` when events that were not told yet are forgotten.
     */
    readonly after: (position: number) => Stream.Stream<FeedEntry, FeedError>
    /**
     * The same as they are told to who sees the calls of an owner, or of every one when it is null. What was read
     * together comes as one array, and all who are told the same are given the same one, so that whatever is made of it
     * can be made once. An empty one tells that there is nothing: no more than 15 s pass without one or the other.
     */
    readonly told: (position: number, owner: string | null) => Stream.Stream<ReadonlyArray<CallEvent>, FeedError>
  }
>()("@outbound-call/core/CallFeed") {
  static readonly layer: Layer.Layer<CallFeed, never, CallLedger | CallFollower> = Layer.effect(
    CallFeed,
    Effect.gen(function* () {
      const tail = yield* RcRef.make({
        acquire: asService(Effect.tap(openTail, watchLiveCalls))
      })
      return CallFeed.of({
        after: (position) => Stream.unwrap(Effect.map(RcRef.get(tail), ({ after }) => after(position))),
        told: (position, owner) => Stream.unwrap(Effect.map(RcRef.get(tail), ({ told }) => told(position, owner)))
      })
    })
  )
}
