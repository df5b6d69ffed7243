import { DateTime, Effect } from "effect"
import { LedgerError, type ProviderError } from "./CallErrors.ts"
import type { CallLedger } from "./CallLedger.ts"
import type { Look } from "./CallFollower.ts"
import type { Followed, WatchError } from "./Followed.ts"
import {
  aim,
  enlist,
  fail,
  type Following,
  longestUnreadSeconds,
  patientUntil,
  schedule,
  showsEnd,
  tell
} from "./Following.ts"
import { followTime } from "./FollowTime.ts"
import { liveCallOf } from "./LiveCall.ts"
import { logLimit } from "./LogLimit.ts"
import { lookAt } from "./LookAt.ts"
import { WaitsForLimits } from "./Patience.ts"
import type { VoiceProvider } from "./VoiceProvider.ts"

/** Reads one call by itself, tells its watchers, and sets when it is read next. */
export const readFollowed = Effect.fnUntraced(function* (
  following: Following,
  entry: Followed
): Effect.fn.Return<void, never, CallLedger | VoiceProvider> {
  const begunAt = yield* followTime(following)
  const result = yield* lookAt(entry.key).pipe(
    Effect.provideService(WaitsForLimits, false),
    Effect.catchDefect((defect) =>
      Effect.fail(new LedgerError({ operation: "look", phoneMayHaveRung: false, cause: defect }))
    ),
    Effect.result
  )
  if (!following.calls.has(entry)) return
  const now = yield* followTime(following)
  yield* result._tag === "Success"
    ? takeLook(following, entry, result.success, now)
    : takeFailure(following, entry, result.failure, begunAt, now)
})

const takeLook = Effect.fnUntraced(function* (following: Following, entry: Followed, look: Look, now: number) {
  const { calls, pace, settings } = following
  pace.answered()
  entry.failures = 0
  yield* tell(entry, look, now)
  if (showsEnd(look)) return calls.drop(entry)
  entry.word = look.conversation?.status ?? entry.word
  entry.checkAt = nextCheck(entry, now)
  const kept = calls.isListed(entry) ? entry : takeIn(following, entry, look, now)
  if (kept !== entry) return
  if (!calls.isListed(entry)) {
    const gap =
      look.call?.status === "unknown" ? Math.max(settings.intervalMillis, lookUpMillis) : settings.intervalMillis
    return schedule(following, entry, now + gap, now)
  }
  const at =
    entry.misses === 0 || calls.listed.size === 1
      ? patientUntil(following, entry, now)
      : now + pace.missingMillis(entry.misses, calls.missing)
  schedule(following, entry, at, now)
})

/** A look-up costs several reads, so a call of unknown fate is looked at less often. */
const lookUpMillis = 10_000

const nextCheck = ({ checkAt, startedAt }: Followed, now: number): number => {
  if (checkAt * 1000 > now) return checkAt
  const seconds = Math.floor(now / 1000)
  return seconds + Math.max(longestUnreadSeconds, seconds - (startedAt || seconds))
}

/** What turned out to be a conversation that the list can show is followed with the others from now on. */
const takeIn = (following: Following, entry: Followed, { call, conversation }: Look, now: number): Followed => {
  const { calls } = following
  if (call !== null) {
    const live = liveCallOf(call)
    if (live === null || !following.isOurs(live)) return entry
    const other = calls.get(live.conversationId)
    if (other === undefined || other === entry) return enlist(following, live, now, entry)
    calls.merge(entry, other)
    schedule(following, other, now, now)
    return other
  }
  if (conversation === null) return entry
  entry.isForeign = true
  entry.agentId = conversation.agentId
  entry.startedAt =
    conversation.startedAt === null ? 0 : Math.floor(DateTime.toEpochMillis(conversation.startedAt) / 1000)
  calls.list(entry, conversation.id)
  aim(following, now)
  return entry
}

const takeFailure = Effect.fnUntraced(function* (
  following: Following,
  entry: Followed,
  error: WatchError,
  begunAt: number,
  now: number
) {
  const { calls, pace } = following
  if (error._tag === "LedgerError") {
    const isLasting = entry.failures >= mostLedgerErrors
    if (isLasting) yield* fail(entry, error, () => true)
    if (isLasting && !entry.isHeld) return calls.drop(entry)
  } else if (error._tag === "CallNotFound" || !passing.has(error.reason)) {
    yield* fail(entry, error, () => true)
    return calls.drop(entry)
  }
  yield* fail(entry, error, (untilMillis) => untilMillis !== null && untilMillis <= now)
  if (error._tag === "ProviderError" && error.reason === "rate-limited") {
    pace.limited({ asked: "call", begunAt, now, retryAfterSeconds: error.retryAfterSeconds })
    yield* logLimit(error)
    return schedule(following, entry, pace.pausedUntil, now)
  }
  const named = error._tag === "ProviderError" ? pace.namedMillis(error.retryAfterSeconds) : null
  schedule(following, entry, now + (named ?? pace.backOff(entry.failures)), now)
  entry.failures++
})

/** So many errors of the ledger in a row pass for those who watch; with growing gaps they take half a minute. */
const mostLedgerErrors = 3

/** What may be over at the next look; a proxy's page in place of an answer is one of them. */
const passing: ReadonlySet<ProviderError["reason"]> = new Set(["unavailable", "rate-limited", "unreadable"])
