import { Effect, Stream } from "effect"
import type { CursorExpired, LedgerError } from "./CallErrors.ts"
import type { CallEvent } from "./CallEvent.ts"
import { CallFeed } from "./CallFeed.ts"
import { CallLedger } from "./CallLedger.ts"
import { feedCursor, readFeedCursor } from "./Cursor.ts"
import { asService, CurrentPrincipal, ownerSeenBy } from "./Principal.ts"

export interface FollowCallsOptions {
  /**
   * Tell only what comes after this cursor of an earlier event; `0` tells everything, as long as nothing was forgotten.
   * From now on when left out.
   */
  readonly after?: string | undefined
}

export interface CallsNews {
  /** Where the events begin: follow from here to miss none. */
  readonly cursor: string
  readonly events: Stream.Stream<CallEvent, CursorExpired | LedgerError>
  /**
   * The same as they come, those that came together in one array. All who see the same calls are given the same arrays,
   * so that what is made of one for many can be made once. An empty one tells that there is nothing: no more than 15 s
   * pass without one or the other.
   */
  readonly pages: Stream.Stream<ReadonlyArray<CallEvent>, CursorExpired | LedgerError>
}

/**
 * The events of all calls in one order, without end: each step, `ended` and `analysed`. Turns are told by `followCall`
 * alone, since the ledger keeps no speech. A principal is told of the calls that it may see. `CursorExpired` when the
 * ledger lacks the event to go on from, also of a stream so far behind that what it was to be told next was forgotten.
 * Reads only.
 */
export const followCalls = Effect.fn("followCalls")(function* (
  options: FollowCallsOptions = {}
): Effect.fn.Return<CallsNews, CursorExpired | LedgerError, CallFeed | CallLedger> {
  const feed = yield* CallFeed
  const ledger = yield* CallLedger
  const principal = yield* CurrentPrincipal
  const newest = options.after === undefined ? (yield* asService(ledger.feed(null, 1)))[0] : undefined
  const cursor = options.after ?? feedCursor(newest)
  const position = newest?.position ?? (yield* asService(readFeedCursor(cursor)))
  const pages = feed.told(position, ownerSeenBy(principal))
  return { cursor, events: Stream.flattenIterable(pages), pages }
})
