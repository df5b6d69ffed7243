import { Clock, Effect } from "effect"
import { AgentId } from "./CallIds.ts"
import type { ConversationSummary } from "./Conversation.ts"
import type { Followed } from "./Followed.ts"
import type { FollowedCalls } from "./FollowedCalls.ts"
import type { Pace } from "./Pace.ts"
import { WaitsForLimits } from "./Patience.ts"
import { type ConversationQuery, VoiceProvider } from "./VoiceProvider.ts"

export interface Swept {
  /** The list was read to its end, or until everything was seen: what it did not show, it lacks. */
  readonly isWhole: boolean
  /** The list could not be read. */
  readonly failed: boolean
  readonly slowestMillis: number
}

export interface SweepOrder<R> {
  /** Which sweep of the process it is, from 1. */
  readonly round: number
  /** Pages come one after the other without a gap. */
  readonly isHasty: boolean
  readonly onRow: (entry: Followed, row: ConversationSummary) => Effect.Effect<void, never, R>
}

/**
 * Goes once through the provider's list of live conversations, newest first and one page after the other, until every
 * call that is looked for was seen. Pages that repeat one another, a cursor that does not move, a list that ends early
 * or never cost twice the pages that the calls need, and two. A limit makes it wait and go on where it was.
 */
export const sweepList = Effect.fnUntraced(function* <R>(
  calls: FollowedCalls,
  pace: Pace,
  { isHasty, onRow, round }: SweepOrder<R>
): Effect.fn.Return<Swept, never, VoiceProvider | R> {
  const provider = yield* VoiceProvider
  const { left: count, query } = look(calls, round)
  const swept = { isWhole: false, failed: false, slowestMillis: 0 }
  const most = 2 * Math.ceil(count / pageSize) + 2
  let left = count
  let cursor: string | undefined
  for (let page = 0; page < most;) {
    const askedAt = yield* Clock.currentTimeMillis
    const answer = yield* provider
      .conversations({ ...query, cursor })
      .pipe(Effect.provideService(WaitsForLimits, false), Effect.result)
    const now = yield* Clock.currentTimeMillis
    swept.slowestMillis = Math.max(swept.slowestMillis, now - askedAt)
    if (answer._tag === "Failure") {
      if (answer.failure.reason !== "rate-limited") return { ...swept, failed: true }
      pace.limited(now, answer.failure.retryAfterSeconds)
      yield* Effect.sleep(pace.pausedUntil - now)
      continue
    }
    pace.answered()
    page++
    for (const row of answer.success.conversations) {
      const entry = calls.listed.get(row.id)
      if (entry === undefined) continue
      if (entry.round === -round) left--
      entry.round = round
      yield* onRow(entry, row)
    }
    const { nextCursor } = answer.success
    if (left <= 0 || nextCursor === null) return { ...swept, isWhole: true }
    if (nextCursor === cursor) return swept
    cursor = nextCursor
    if (!isHasty) yield* Effect.sleep(Math.max(0, askedAt + pace.pageGapMillis - now))
  }
  return swept
})

/** Whether a sweep looked for an entry and did not see it. */
export const wasMissed = (entry: Followed, round: number): boolean => entry.round === -round

/** What the list has lacked several times is looked for only now and then: it would be searched to its end each time. */
const look = (calls: FollowedCalls, round: number): { readonly left: number; readonly query: ConversationQuery } => {
  const everything = round % 8 === 0
  const agents = new Set<string | null>()
  let left = 0
  let oldest = Infinity
  for (const entry of calls.listed.values()) {
    if (entry.misses > 1 && !everything) continue
    entry.round = -round
    left++
    oldest = Math.min(oldest, entry.startedAt)
    if (agents.size < 2) agents.add(entry.agentId)
  }
  const [agentId] = agents
  return {
    left,
    query: {
      live: true,
      limit: pageSize,
      ...(agents.size === 1 && agentId !== null && agentId !== undefined ? { agentId: AgentId.make(agentId) } : {}),
      ...(oldest > 0 && oldest < Infinity ? { startedAfter: Math.floor(oldest) - clockErrorSeconds } : {})
    }
  }
}

const pageSize = 100

/** How far the provider's clock may be behind ours. */
const clockErrorSeconds = 600
