import { Effect } from "effect"
import type { Call } from "./Call.ts"
import type { InvalidRequest, LedgerError } from "./CallErrors.ts"
import type { CallLedger } from "./CallLedger.ts"
import { CurrentPrincipal } from "./Principal.ts"
import { readSuppressedNumber } from "./ReadSuppressedNumber.ts"
import { suppressNumbers } from "./SuppressNumbers.ts"
import { Suppressions } from "./Suppressions.ts"
import { type SuppressionView, viewSuppression } from "./ViewSuppression.ts"

/** A number as a person or program writes it, and why it is to be called no more. */
export interface SuppressionRequest {
  readonly number: string
  readonly region?: string | undefined
  readonly source: string
  readonly note?: string | undefined
}

/** The entry of the number. */
export interface SuppressedNumber {
  readonly suppression: SuppressionView
  /** False when the number was on the list before; then its entry stays as it was. */
  readonly added: boolean
  readonly cancelled: number
  readonly underWay: ReadonlyArray<Call>
}

/** Puts one number on the do-not-call list, as `suppressNumbers` does, and gives its entry. */
export const suppressNumber = Effect.fn("suppressNumber")(function* (
  request: SuppressionRequest,
  by?: string
): Effect.fn.Return<SuppressedNumber, InvalidRequest | LedgerError, Suppressions | CallLedger> {
  const list = yield* Suppressions
  const number = yield* Effect.fromResult(readSuppressedNumber(request.number, request.region))
  const wish = { number, source: request.source, note: request.note }
  while (true) {
    const { added, cancelled, underWay } = yield* suppressNumbers([wish], by)
    const entry = added[0] ?? (yield* list.find(number))
    // Somebody may take the number off in between: then it is added once more.
    if (entry === null) continue
    const suppression = viewSuppression(entry, yield* CurrentPrincipal)
    return { suppression, added: added.length > 0, cancelled, underWay }
  }
})
