import { DateTime, Duration, Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import type { CallId } from "./CallIds.ts"
import { confirmedNow } from "./ConfirmedNow.ts"
import { type Kept, noneKept } from "./KeptFor.ts"
import type { ProviderAccount } from "./ProviderAccount.ts"
import { Retention, type RetentionStep } from "./Retention.ts"
import { type ClockUnconfirmed, RetentionTooShort } from "./RetentionErrors.ts"

/** Who wants calls to be forgotten, and how. */
interface Wish {
  /** Written down for ever. */
  readonly by: string
  /** Only count them. */
  readonly dryRun?: boolean | undefined
}

/** Which calls are to be forgotten. */
export interface RetentionWish extends Wish {
  /** Calls that were over so long ago; `leastRetention` at least. */
  readonly olderThan: Duration.Duration
}

/** The same by a date that a person names. */
export interface DatedRetentionWish extends Wish {
  /** Calls that were over before this instant, which is `leastRetention` ago at least. */
  readonly before: DateTime.Utc
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
 * conversation was not read only after twice the retention, for the provider may no longer have it. Those are counted.
 * Works in short transactions, between which others write and which it may be stopped after: repeated, it goes on. `tell`
 * hears how many are forgotten so far. First asks the provider for the time: `ClockUnconfirmed` unless this machine's
 * clock agrees. Dials nothing.
 */
export const forgetCalls = Effect.fn("forgetCalls")(function* (
  { olderThan, ...wish }: RetentionWish,
  tell: Tell = () => Effect.void
): Effect.fn.Return<Forgetting, RetentionTooShort | ClockUnconfirmed | LedgerError, Retention | ProviderAccount> {
  yield* mustBeLongEnough(olderThan)
  const at = yield* confirmedNow
  return yield* forgetAll({ ...wish, at, before: longBefore(at, olderThan), span: olderThan }, tell)
})

/**
 * The same for calls that were over before a date, and asks nobody. It relies on that date, and on the times with which
 * the calls were recorded. Only that the date is `leastRetention` ago is judged by this machine's clock.
 */
export const forgetCallsBefore = Effect.fn("forgetCallsBefore")(function* (
  { before, ...wish }: DatedRetentionWish,
  tell: Tell = () => Effect.void
): Effect.fn.Return<Forgetting, RetentionTooShort | LedgerError, Retention> {
  const at = yield* DateTime.now
  const span = Duration.millis(Math.max(0, DateTime.toEpochMillis(at) - DateTime.toEpochMillis(before)))
  yield* mustBeLongEnough(span)
  return yield* forgetAll({ ...wish, at, before, span }, tell)
})

const mustBeLongEnough = Effect.fnUntraced(function* (span: Duration.Duration) {
  if (Duration.isGreaterThanOrEqualTo(span, leastRetention)) return
  return yield* new RetentionTooShort({
    days: Math.floor(Duration.toDays(span) * 10) / 10,
    leastDays: Duration.toDays(leastRetention)
  })
})

type Tell = (soFar: number) => Effect.Effect<void>

interface Order extends Wish {
  readonly at: DateTime.Utc
  readonly before: DateTime.Utc
  /** How long before `at` that is. */
  readonly span: Duration.Duration
}

const forgetAll = Effect.fnUntraced(function* ({ at, before, by, dryRun = false, span }: Order, tell: Tell) {
  const retention = yield* Retention
  const unheardBefore = longBefore(before, span)
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
