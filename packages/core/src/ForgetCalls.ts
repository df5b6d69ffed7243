import { DateTime, Duration, Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import type { CallId } from "./CallIds.ts"
import { type Kept, noneKept } from "./KeptFor.ts"
import { Retention, type RetentionStep } from "./Retention.ts"
import { RetentionTooShort } from "./RetentionErrors.ts"

/** Which calls are to be forgotten. */
export interface RetentionWish {
  /** Calls that were over so long ago; `leastRetention` at least. */
  readonly olderThan: Duration.Duration
  /** Who wants it; written down for ever. */
  readonly by: string
  /** Only count them. */
  readonly dryRun?: boolean | undefined
}

/** What was forgotten, and what is old enough and was kept all the same. */
export interface Forgetting {
  readonly before: DateTime.Utc
  readonly forgotten: number
  readonly kept: Kept
}

/** So far back the policy looks for how often a number was called. */
export const leastRetention = Duration.days(31)

/**
 * Forgets what the ledger holds of calls that were over before their retention ended: number, variables, words, events,
 * evidence, webhooks and messages. Never a call that is live, needs a person, or has news that was not told; one whose
 * conversation was not read only after twice the retention, for the provider may no longer have it. Those are counted. Works in short transactions, between which others write and which it may be stopped after:
 * repeated, it goes on. `tell` hears how many are forgotten so far. Asks no provider, and dials nothing.
 */
export const forgetCalls = Effect.fn("forgetCalls")(function* (
  { by, dryRun = false, olderThan }: RetentionWish,
  tell: (soFar: number) => Effect.Effect<void> = () => Effect.void
): Effect.fn.Return<Forgetting, RetentionTooShort | LedgerError, Retention> {
  if (Duration.isLessThan(olderThan, leastRetention)) {
    return yield* new RetentionTooShort({
      days: Duration.toDays(olderThan),
      leastDays: Duration.toDays(leastRetention)
    })
  }
  const retention = yield* Retention
  const at = yield* DateTime.now
  const before = longBefore(at, olderThan)
  const unheardBefore = longBefore(before, olderThan)
  let forgotten = 0
  let kept = noneKept
  let after: CallId | null = null
  do {
    const step: RetentionStep = yield* retention.forgetSome({ before, unheardBefore, by, at, dryRun }, after)
    forgotten += step.forgotten
    kept = added(kept, step.kept)
    after = step.next
    yield* tell(forgotten)
    if (!dryRun && after !== null) yield* Effect.sleep(rest)
  } while (after !== null)
  return { before, forgotten, kept }
})

/** No call is older than the epoch, and no date goes back without end. */
const longBefore = (at: DateTime.Utc, span: Duration.Duration): DateTime.Utc =>
  DateTime.makeUnsafe(Math.max(0, DateTime.toEpochMillis(at) - Duration.toMillis(span)))

const added = (one: Kept, other: Kept): Kept => ({
  attention: one.attention + other.attention,
  unheard: one.unheard + other.unheard,
  untold: one.untold + other.untold
})

/** Between two steps whoever waits for the ledger gets it: SQLite asks again after some milliseconds. */
const rest = "50 millis"
