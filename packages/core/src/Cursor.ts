import { DateTime, Effect } from "effect"
import type { Call } from "./Call.ts"
import { CursorExpired, type LedgerError } from "./CallErrors.ts"
import { type FeedEntry, readCursor } from "./CallEvent.ts"
import { CallLedger } from "./CallLedger.ts"

/**
 * Where an event stands in the feed of all calls, as `position.instant`. The instant tells an event from another one
 * that a restored ledger put in its place. `0` is before the first event.
 */
export const feedCursor = (entry: Pick<FeedEntry, "position" | "event"> | undefined): string =>
  entry === undefined ? "0" : `${entry.position}.${DateTime.toEpochMillis(entry.event.at)}`

/** The position that a cursor of the feed stands for. Fails when the ledger does not hold every event after it. */
export const readFeedCursor = Effect.fnUntraced(function* (
  cursor: string
): Effect.fn.Return<number, CursorExpired | LedgerError, CallLedger> {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(cursor)
  if (match === null && cursor !== "0") return yield* new CursorExpired({ cursor })
  const ledger = yield* CallLedger
  const position = Number(match?.[1] ?? 0)
  if (position < (yield* ledger.feedStart)) return yield* new CursorExpired({ cursor })
  if (match === null) return 0
  const entry = (yield* ledger.feed(position - 1, 1))[0]
  const isOther = entry?.position === position && feedCursor(entry) !== cursor
  return entry === undefined || isOther ? yield* new CursorExpired({ cursor }) : position
})

/** Fails when the ledger lacks the event of a call after which a reader wants to go on. */
export const requireCursor = Effect.fnUntraced(function* (
  call: Call,
  cursor: string
): Effect.fn.Return<void, CursorExpired | LedgerError, CallLedger> {
  const ledger = yield* CallLedger
  const seq = readCursor(cursor)?.seq ?? 0
  if (seq === 0) return
  const event = (yield* ledger.events(call.id, seq - 1))[0]
  if (event?.seq !== seq) yield* new CursorExpired({ cursor })
})
