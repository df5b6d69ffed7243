import { Effect, Latch, Queue } from "effect"
import type { Look } from "./CallFollower.ts"
import { isFinal } from "./Call.ts"
import { isOver } from "./Conversation.ts"
import { type Followed, lastLookAt, type WatchError } from "./Followed.ts"
import { FollowedCalls } from "./FollowedCalls.ts"
import type { FollowSettings } from "./FollowSettings.ts"
import { followedStatuses, type LiveCall } from "./LiveCall.ts"
import { Pace } from "./Pace.ts"

/** What one process follows, and where it is in doing so. */
export interface Following {
  readonly settings: FollowSettings
  readonly calls: FollowedCalls
  readonly pace: Pace
  /** Opened when something is due before the loop looks again. */
  readonly wake: Latch.Latch
  /** When the loop looks again by itself, in epoch milliseconds. */
  restsUntil: number
  readonly reading: Set<Followed>
  /** Whether a call went through the account that is configured. */
  readonly isOurs: (call: LiveCall) => boolean
  /** When the list is swept next, in epoch milliseconds. */
  sweepAt: number
  isSweeping: boolean
  /** When the last sweep began, in epoch milliseconds. */
  sweptAt: number
  /** Whether something was taken in since then. */
  hasNew: boolean
  /** While the calls of the ledger are taken in nothing is swept: each page would be asked for twice. */
  takingInUntil: number
  /** Whether pages come without a gap: until everything was taken in and seen once. */
  isHasty: boolean
  sweeps: number
  /** At which end of the list the next sweep begins. */
  isOldestFirst: boolean
  failedSweeps: number
  /** How far the wall clock was ahead of the one that nobody sets, in milliseconds; null before the first look. */
  clockAhead: number | null
}

/** Nothing is followed yet. */
export const newFollowing = (settings: FollowSettings, isOurs: Following["isOurs"]): Following => ({
  settings,
  calls: new FollowedCalls(settings),
  pace: new Pace(settings),
  wake: Latch.makeUnsafe(false),
  restsUntil: Infinity,
  reading: new Set(),
  isOurs,
  sweepAt: Infinity,
  isSweeping: false,
  sweptAt: -Infinity,
  hasNew: false,
  takingInUntil: 0,
  isHasty: true,
  sweeps: 0,
  isOldestFirst: false,
  failedSweeps: 0,
  clockAhead: null
})

/** When the first call is to be read by itself. */
export const readFrom = ({ calls, pace, reading }: Following): number =>
  reading.size < pace.width ? Math.max(calls.due.next ?? Infinity, pace.pausedUntil) : Infinity

/** When the list is to be swept, or the only call read in its place. */
export const sweepFrom = ({ calls, isSweeping, pace, sweepAt, takingInUntil }: Following): number => {
  if (isSweeping || calls.listed.size === 0) return Infinity
  return Math.max(sweepAt, takingInUntil, calls.listed.size === 1 ? pace.pausedUntil : pace.listedFrom)
}

const wakeInTime = (following: Following): void => {
  if (Math.min(readFrom(following), sweepFrom(following)) < following.restsUntil) following.wake.openUnsafe()
}

/** Sets when an entry is read by itself: not later than the last look of one of its watchers. */
export const schedule = (following: Following, entry: Followed, atMillis: number, nowMillis: number): void => {
  const { due } = following.calls
  due.schedule(entry, Math.min(atMillis, lastLookAt(entry, nowMillis)))
  wakeInTime(following)
}

/** The same for what the list tells of an entry: a read that failed is not tried again before its gap is over. */
export const scheduleListed = (following: Following, entry: Followed, atMillis: number, nowMillis: number): void => {
  const due = entry.failures > 0 ? following.calls.due.timeOf(entry) : null
  schedule(following, entry, Math.max(atMillis, due ?? atMillis), nowMillis)
}

/** Lets the next sweep come no later than the calls want it now. */
export const aim = (following: Following, nowMillis: number): void => {
  const at = nowMillis + following.pace.periodMillis(following.calls.demand)
  following.sweepAt = following.sweepAt < nowMillis ? at : Math.min(following.sweepAt, at)
  wakeInTime(following)
}

/** Has the list swept now; with nothing new a period after the last time, and after a failure when it is due. */
export const sweepNow = (following: Following, nowMillis: number): void => {
  const { calls, failedSweeps, hasNew, pace, sweepAt, sweptAt } = following
  following.takingInUntil = 0
  const earliest = hasNew ? nowMillis : sweptAt + pace.periodMillis({ ...calls.demand, isAwaited: true })
  if (failedSweeps === 0) following.sweepAt = Math.min(sweepAt, Math.max(nowMillis, earliest))
  wakeInTime(following)
}

/** How long an entry waits for the list to show it; at its own time it is read whatever the list says. */
export const patientUntil = ({ calls, pace }: Following, { checkAt }: Followed, nowMillis: number): number => {
  const until = nowMillis + pace.patienceMillis(calls.demand)
  return checkAt === 0 ? until : Math.min(until, Math.max(nowMillis, checkAt * 1000))
}

/** Takes in what is known of a call, which the list can show from now on. Gives its entry. */
export const enlist = (
  following: Following,
  call: LiveCall,
  nowMillis: number,
  entry = following.calls.take(call.conversationId)
): Followed => {
  const { calls, settings } = following
  if (calls.isListed(entry)) return entry
  calls.list(entry, call.conversationId)
  following.hasNew = true
  entry.agentId = calls.sharedAgent(call.agentId)
  entry.word = followedStatuses.find((status) => status === call.status) ?? null
  entry.startedAt = Math.floor(call.createdAt / 1000)
  entry.checkAt = Math.max(entry.startedAt + longestUnreadSeconds, firstCheck(calls.listed.size, nowMillis))
  const shownBy = call.createdAt + settings.listLagMillis
  const firstPages = following.takingInUntil > nowMillis ? nowMillis + firstPagesMillis : 0
  // An old call is one of many, as after a start: a whole sweep may come first, which takes its time.
  const wholeSweep = Math.max(patientUntil(following, entry, nowMillis), nowMillis + 60_000)
  const at = shownBy > nowMillis ? Math.max(shownBy, firstPages) : wholeSweep
  schedule(following, entry, at, nowMillis)
  aim(following, nowMillis)
  return entry
}

/** Calls that are seconds old are on the first pages of the sweep after a start, which come within this time. */
const firstPagesMillis = 10_000

/** The list is believed for so long; then a call is read by itself, and again each time it is twice as old. */
export const longestUnreadSeconds = 600

/** Calls that are old when they are taken in are read by and by, twenty a second. */
const firstCheck = (calls: number, nowMillis: number): number =>
  Math.floor(nowMillis / 1000) + 60 + Math.ceil(calls / 20)

/** Tells every watcher of an entry a look; who wanted the last one now is told no more. */
export const tell = Effect.fnUntraced(function* (entry: Followed, look: Look, nowMillis: number) {
  for (const { looks, untilMillis } of entry.watchers ?? []) {
    yield* Queue.offer(looks, look)
    if (untilMillis !== null && untilMillis <= nowMillis) yield* Queue.end(looks)
  }
})

/** Ends the watches of an entry for which `ends` holds. */
export const fail = Effect.fnUntraced(function* (
  entry: Followed,
  error: WatchError,
  ends: (untilMillis: number | null) => boolean
) {
  for (const { looks, untilMillis } of entry.watchers ?? []) if (ends(untilMillis)) yield* Queue.fail(looks, error)
})

/** Whether a look is the last one of its call. */
export const showsEnd = ({ call, conversation }: Look): boolean =>
  call === null ? conversation !== null && isOver(conversation) : isFinal(call)
