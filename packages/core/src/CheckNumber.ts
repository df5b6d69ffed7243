import { Effect } from "effect"
import type { InvalidRequest, LedgerError } from "./CallErrors.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import { CurrentPrincipal } from "./Principal.ts"
import { readSuppressedNumber } from "./ReadSuppressedNumber.ts"
import { Suppressions } from "./Suppressions.ts"
import { type SuppressionView, viewSuppression } from "./ViewSuppression.ts"

/** Whether a number is on the do-not-call list; `suppression` is null when it is not. */
export interface NumberCheck {
  readonly number: PhoneNumber
  readonly suppression: SuppressionView | null
}

/** Looks a number up on the do-not-call list. Says nothing of the other rules: `checkCall` does. */
export const checkNumber = Effect.fn("checkNumber")(function* (
  input: string,
  region?: string
): Effect.fn.Return<NumberCheck, InvalidRequest | LedgerError, Suppressions> {
  const list = yield* Suppressions
  const number = yield* Effect.fromResult(readSuppressedNumber(input, region))
  const entry = yield* list.find(number)
  return { number, suppression: entry === null ? null : viewSuppression(entry, yield* CurrentPrincipal) }
})
