import { Duration, Effect } from "effect"
import type { ConversationSummary } from "./Conversation.ts"
import { type Covered, coveredUpTo, everything } from "./Covered.ts"
import type { Followed } from "./Followed.ts"
import type { FollowedCalls } from "./FollowedCalls.ts"
import { logLimit } from "./LogLimit.ts"
import type { Pace } from "./Pace.ts"
import { WaitsForLimits } from "./Patience.ts"
import { lookFor, pageSize, restOf, wasMissed } from "./SweepQuery.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

export interface Swept {
  /** What of the list was read: a call in it that was not seen is not there. Null when it cannot be told. */
  readonly covered: Covered | null
  /** A few calls were left to the next sweep, which begins with them at the other end. */
  readonly isCut: boolean
  /** The list could not be read. */
  readonly failed: boolean
  readonly slowestMillis: number
}

export interface SweepOrder<R> {
  /** The time by which calls are followed. */
  readonly time: Effect.Effect<number>
  /** Which sweep of the process it is, from 1. */
  readonly round: number
  readonly oldestFirst: boolean
  /** Pages come one after the other without a gap. */
  readonly isHasty: boolean
  /** Takes what a row says of an entry, and gives what is left to do for it; null where that is nothing. */
  readonly onRow: (entry: Followed, row: ConversationSummary, nowMillis: number) => Effect.Effect<void, never, R> | null
}

/**
 * Goes once through the provider's list of live conversations, one page after the other, until every call that is looked
 * for was seen. Pages that repeat one another, a cursor that does not move, a list that ends early or never cost twice
 * the pages that the calls need, and two. A limit makes it wait and go on where it was, three times.
 */
export const sweepList = Effect.fnUntraced(function* <R>(
  calls: FollowedCalls,
  pace: Pace,
  { isHasty, oldestFirst, onRow, round, time }: SweepOrder<R>
): Effect.fn.Return<Swept, never, VoiceProvider | R> {
  const provider = yield* VoiceProvider
  const { count, query } = lookFor(calls, round)
  if (count === 0) return { ...done, slowestMillis: 0 }
  const most = 2 * Math.ceil(count / pageSize) + 2
  let covered: Covered | null = null
  let slowestMillis = 0
  let limits = 0
  let left = count
  let cursor: string | undefined
  for (let page = 0; page < most;) {
    const wait = pace.listedFrom - (yield* time)
    if (wait > 0) yield* Effect.sleep(wait)
    const begunAt = yield* time
    const [took, answer] = yield* provider
      .conversations({ ...query, oldestFirst, cursor })
      .pipe(Effect.provideService(WaitsForLimits, false), Effect.result, Effect.timed)
    const now = yield* time
    slowestMillis = Math.max(slowestMillis, Duration.toMillis(took))
    if (answer._tag === "Failure") {
      if (answer.failure.reason !== "rate-limited") return { ...done, covered, failed: true, slowestMillis }
      pace.limited({ asked: "list", begunAt, now, retryAfterSeconds: answer.failure.retryAfterSeconds })
      yield* logLimit(answer.failure)
      if (++limits > mostLimits) return { ...done, covered, failed: true, slowestMillis }
      continue
    }
    pace.answered()
    page++
    const { conversations: rows, nextCursor } = answer.success
    for (const row of rows) {
      const entry = calls.listed.get(row.id)
      if (entry === undefined) continue
      if (wasMissed(entry, round)) left--
      entry.round = round
      const deed = onRow(entry, row, now)
      if (deed !== null) yield* deed
    }
    if (left <= 0 || nextCursor === null) return { ...done, covered: everything, slowestMillis }
    covered = coveredUpTo(rows, oldestFirst) ?? covered
    if (nextCursor === cursor) return { ...done, slowestMillis }
    const rest = left <= fewCalls + pageSize ? restOf(calls, round, covered) : left
    if (rest === 0) return { ...done, covered, slowestMillis }
    if (page <= shortSweep && rest <= fewCalls) return { ...done, covered, isCut: true, slowestMillis }
    cursor = nextCursor
    if (!isHasty) yield* Effect.sleep(Math.max(0, pace.pageGapMillis - Duration.toMillis(took)))
  }
  return { ...done, slowestMillis }
})

const done = { covered: null, isCut: false, failed: false }

const mostLimits = 3

/** A page is not worth its request for so few calls, where it would be one of a few. */
const fewCalls = 10
const shortSweep = 3
