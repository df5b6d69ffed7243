import { DateTime, Effect } from "effect"
import type { Call } from "./Call.ts"
import type { LedgerError } from "./CallErrors.ts"
import { newUlid } from "./CallIds.ts"
import type { CallLedger } from "./CallLedger.ts"
import { cancelWaiting } from "./CancelWaiting.ts"
import { numberForms } from "./NumberForms.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import { CurrentPrincipal, maySee } from "./Principal.ts"
import { type Suppression, SuppressionId, Suppressions } from "./Suppressions.ts"
import { withoutNumber } from "./WithoutNumber.ts"

/** A number that is to be called no more, as `readSuppressedNumber` reads it, and where that comes from. */
export interface SuppressionWish {
  readonly number: PhoneNumber
  readonly source: string
  readonly note?: string | null | undefined
  /** Since when it is not to be called, for a list that was kept elsewhere; now, when left out. */
  readonly addedAt?: DateTime.Utc | undefined
}

/** What came of it. */
export interface Suppressed {
  /** The entries that are new. A number that was on the list stays as it was first added. */
  readonly added: ReadonlyArray<Suppression>
  /** How many calls waited to be dialled, and never will be. */
  readonly cancelled: number
  /** Calls to these numbers that are dialled already and go on, as far as whoever asks may see them. */
  readonly underWay: ReadonlyArray<Call>
}

/**
 * Puts numbers on the do-not-call list, which is one for all owners: when this returns, no claim for them is given, and
 * what waited to be dialled to them is cancelled. A number is taken out of its source, which is written down for ever. A call that rings or is talked in goes on; `hangUp` ends it. All
 * numbers are added or, when it fails, none; repeating it changes nothing.
 */
export const suppressNumbers = Effect.fn("suppressNumbers")(function* (
  wishes: ReadonlyArray<SuppressionWish>,
  by?: string
): Effect.fn.Return<Suppressed, LedgerError, Suppressions | CallLedger> {
  const list = yield* Suppressions
  const principal = yield* CurrentPrincipal
  const now = yield* DateTime.now
  const addedBy = by ?? principal?.owner ?? "local"
  const entries = yield* Effect.forEach(wishes, ({ addedAt, note, number, source }) =>
    Effect.map(newUlid, (ulid): Suppression => ({
      id: SuppressionId.make(`sup_${ulid}`),
      number,
      source: withoutNumber(source, number),
      note: note ?? null,
      addedAt: addedAt ?? now,
      addedBy
    }))
  )
  const added = yield* list.add(entries)
  const { cancelled, underWay } = yield* cancelWaiting(new Set(wishes.flatMap(({ number }) => numberForms(number))))
  return { added, cancelled, underWay: underWay.filter((call) => maySee(principal, call)) }
})
