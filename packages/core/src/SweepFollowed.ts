import { DateTime, Effect } from "effect"
import { CallLedger } from "./CallLedger.ts"
import { type ConversationSummary, isOver } from "./Conversation.ts"
import { type Covered, isCovered } from "./Covered.ts"
import type { Followed } from "./Followed.ts"
import { type Following, patientUntil, schedule, scheduleListed, tell } from "./Following.ts"
import { followTime } from "./FollowTime.ts"
import { survive } from "./Survive.ts"
import { sweepList } from "./SweepList.ts"
import { wasMissed } from "./SweepQuery.ts"
import type { VoiceProvider } from "./VoiceProvider.ts"

/**
 * One sweep of the list over everything that is followed. A row with a new word moves its call; a call that is over, that
 * is listened to and was said something in, or that the list showed before and lacks now, is read by itself.
 */
export const sweepFollowed = (following: Following): Effect.Effect<void, never, CallLedger | VoiceProvider> =>
  sweepOnce(following).pipe(
    survive(
      Effect.fnUntraced(function* (cause) {
        const now = yield* followTime(following)
        following.sweepAt = now + afterFailure(following)
        yield* Effect.logError("A sweep of the list broke off, and comes again", cause)
      })
    )
  )

const sweepOnce = Effect.fnUntraced(function* (following: Following) {
  const { calls, pace } = following
  const begunAt = yield* followTime(following)
  const round = ++following.sweeps
  following.sweptAt = begunAt
  following.hasNew = false
  const { covered, failed, isCut, slowestMillis } = yield* sweepList(calls, pace, {
    time: followTime(following),
    round,
    oldestFirst: following.isOldestFirst,
    isHasty: following.isHasty,
    onRow: (entry, row, nowMillis) => sight(following, entry, row, nowMillis)
  })
  const now = yield* followTime(following)
  if (!failed) following.isHasty = false
  if (covered !== null) takeMissing(following, round, covered, now)
  if (!failed) following.failedSweeps = 0
  const next = failed ? now + afterFailure(following) : Math.min(begunAt, now) + pace.periodMillis(calls.demand)
  following.sweepAt = Math.max(next, now + slowestMillis)
  if (isCut) leaveToNext(following, now)
})

/** Counts a sweep that failed, and gives the milliseconds until the next one. */
const afterFailure = (following: Following): number => {
  const { calls, pace } = following
  return Math.max(pace.periodMillis(calls.demand), pace.backOff(++following.failedSweeps))
}

/** Most rows of most sweeps say nothing new, and there may be a hundred thousand of them: they start no effect. */
const sight = (following: Following, entry: Followed, row: ConversationSummary, now: number) => {
  const { calls } = following
  const isClose = calls.isClose(entry)
  const hasGrown = row.messageCount === null || row.messageCount > entry.messages
  entry.misses = 0
  entry.isShown = true
  entry.messages = row.messageCount ?? 0
  if (row.startedAt !== null) entry.startedAt = Math.floor(DateTime.toEpochMillis(row.startedAt) / 1000)
  const isNewWord = row.status !== entry.word
  const isRead = isNewWord ? isOver(row) || entry.isForeign || isClose : isClose && hasGrown
  if (isRead) {
    scheduleListed(following, entry, now, now)
    return null
  }
  if (!following.reading.has(entry)) scheduleListed(following, entry, patientUntil(following, entry, now), now)
  return isNewWord ? move(following, entry, row, now) : null
}

/** Records where a call is. What cannot be recorded now is found out by reading the call. */
const move = Effect.fnUntraced(function* (
  following: Following,
  entry: Followed,
  row: ConversationSummary,
  now: number
) {
  const ledger = yield* CallLedger
  yield* ledger.find(row.id).pipe(
    Effect.flatMap(({ id }) => ledger.record(id, { type: "listed", row })),
    Effect.tap(() => Effect.sync(() => (entry.word = row.status))),
    Effect.flatMap((call) => tell(entry, { call, conversation: null }, now)),
    Effect.catch(() => Effect.sync(() => scheduleListed(following, entry, now, now)))
  )
})

/** The few that were not looked for this time come first the next time; of them a new call is not read before that. */
const leaveToNext = (following: Following, now: number): void => {
  const { calls, pace, settings, sweepAt, sweeps } = following
  following.isOldestFirst = !following.isOldestFirst
  const newSince = sweepAt - settings.listLagMillis - 2 * pace.periodMillis(calls.demand)
  for (const entry of calls.listed.values()) {
    const isNew = !entry.isShown && entry.startedAt * 1000 > newSince
    const due = calls.due.timeOf(entry) ?? Infinity
    if (isNew && wasMissed(entry, sweeps) && due > now && due < sweepAt + longestAnswerMillis) {
      schedule(following, entry, sweepAt + longestAnswerMillis, now)
    }
  }
}

const longestAnswerMillis = 1_000

/** A call that the list showed before and lacks now is over, as a rule; one that it has not shown yet may lag. */
const takeMissing = (following: Following, round: number, covered: Covered, now: number): void => {
  const { calls, settings } = following
  calls.missing = 0
  for (const entry of calls.listed.values()) {
    if (!wasMissed(entry, round) || !isCovered(entry, covered)) continue
    const isLagging = !entry.isShown && now < entry.startedAt * 1000 + settings.listLagMillis
    if (isLagging) continue
    entry.misses++
    calls.missing++
    if (!entry.isShown) continue
    entry.isShown = false
    scheduleListed(following, entry, now, now)
  }
}
