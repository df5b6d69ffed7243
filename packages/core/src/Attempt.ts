import { DateTime } from "effect"
import type { DisabledReason, Failures, StoredEndpoint } from "./Endpoint.ts"
import type { MessageState } from "./Message.ts"

/** What came of one POST of a message. */
export type Attempt =
  /** The endpoint answered. */
  | { readonly type: "answered"; readonly status: number; readonly retryAfterSeconds: number | null }
  /** It did not, or was not asked; `reason` says why in plain words. */
  | { readonly type: "failed"; readonly reason: string }

/** What an attempt makes of its message, and of its endpoint. */
export interface AttemptOutcome {
  readonly at: DateTime.Utc
  readonly state: MessageState
  readonly status: number | null
  readonly error: string | null
  /** Null unless it waits. */
  readonly nextAttemptAt: DateTime.Utc | null
  /** Null when the endpoint stays as it is. */
  readonly disable: DisabledReason | null
}

/** Gaps between attempts in seconds: ten attempts in a little more than three days. */
export const gaps = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]

/** How much longer than its gap a wait may be, so that what failed together does not come back together. */
const jitter = 0.1

/** The longest wait that an endpoint may ask for with Retry-After. */
const longestRetryAfter = 86_400

/** An endpoint whose attempts failed for so long, and none of them not, is disabled. */
const failingDays = 5

/** A little more than the longest gap. Who was sent nothing for longer may have been well in between. */
const longestQuiet = { seconds: 100_000 }

/** The failures of an endpoint with one more. A time in which nothing was sent says nothing of it: they begin anew. */
export const failuresWith = (before: Failures | null, at: DateTime.Utc): Failures =>
  before !== null && DateTime.isLessThanOrEqualTo(at, DateTime.add(before.last, longestQuiet))
    ? { since: before.since, last: DateTime.max(before.last, at) }
    : { since: at, last: at }

/** `made` attempts came before this one; `chance` is between 0 and 1. */
export const judge = (
  attempt: Attempt,
  made: number,
  { failures }: Pick<StoredEndpoint, "failures">,
  at: DateTime.Utc,
  chance: number
): AttemptOutcome => {
  const status = attempt.type === "answered" ? attempt.status : null
  const settled = { at, status, nextAttemptAt: null }
  if (status !== null && status >= 200 && status < 300)
    return { ...settled, state: "delivered", error: null, disable: null }
  const error = attempt.type === "answered" ? wordsFor(attempt.status) : attempt.reason
  if (status === 410) return { ...settled, state: "dead", error, disable: "gone" }
  const { since } = failuresWith(failures, at)
  if (DateTime.isLessThanOrEqualTo(DateTime.add(since, { days: failingDays }), at))
    return { ...settled, state: "dead", error, disable: "failing" }
  const gap = gaps[made]
  if (gap === undefined) return { ...settled, state: "dead", error, disable: null }
  const asked = attempt.type === "answered" ? Math.min(attempt.retryAfterSeconds ?? 0, longestRetryAfter) : 0
  const seconds = Math.max(gap * (1 + chance * jitter), asked)
  return {
    at,
    status,
    state: "waiting",
    error,
    nextAttemptAt: DateTime.add(at, { milliseconds: Math.round(seconds * 1000) }),
    disable: null
  }
}

const wordsFor = (status: number): string => {
  if (status === 410) return "the endpoint answered 410: it is gone, and was disabled"
  if (status >= 300 && status < 400) return `the endpoint answered ${status}: redirects are not followed`
  return `the endpoint answered ${status}`
}
