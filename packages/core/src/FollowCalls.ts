import { Effect, Stream } from "effect"
import type { CursorExpired, LedgerError } from "./CallErrors.ts"
import { type CallEvent, showEvent } from "./CallEvent.ts"
import { CallFeed } from "./CallFeed.ts"
import { CallLedger } from "./CallLedger.ts"
import { feedCursor, readFeedCursor } from "./Cursor.ts"
import { asService, CurrentPrincipal, maySee } from "./Principal.ts"

export interface FollowCallsOptions {
  /** Tell only what comes after this cursor of an earlier event; `0` tells everything. From now on when left out. */
  readonly after?: string | undefined
}

export interface CallsNews {
  /** Where the events begin: follow from here to miss none. */
  readonly cursor: string
  readonly events: Stream.Stream<CallEvent, LedgerError>
}

/**
 * The events of all calls in one order, without end: each step, `ended` and `analysed`. Turns are told by `followCall`
 * alone, since the ledger keeps no speech. A principal is told of the calls that it may see. `CursorExpired` when the
 * ledger lacks the event to go on from. Reads only.
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
  const events = feed.after(position).pipe(
    Stream.filter(({ call }) => maySee(principal, call)),
    Stream.map((entry) => ({ ...showEvent(entry.call, entry.event, 0), cursor: feedCursor(entry) }))
  )
  return { cursor, events }
})
