import { Effect, Schema } from "effect"
import type { InvalidRequest, LedgerError } from "./CallErrors.ts"
import { maskPhoneNumber } from "./PhoneNumber.ts"
import { CurrentPrincipal } from "./Principal.ts"
import { readSuppressedNumber } from "./ReadSuppressedNumber.ts"
import { SuppressionNotFound } from "./SuppressionErrors.ts"
import { type Suppression, SuppressionId, Suppressions } from "./Suppressions.ts"

const isEntryId = Schema.is(SuppressionId)

/**
 * Takes a number off the do-not-call list, by the id of its entry or by itself: from then on any owner may call it again.
 * Only the person who is called may ask for that. Who did it is logged; calls that were cancelled stay so. Gives the
 * entry as it was.
 */
export const releaseNumber = Effect.fn("releaseNumber")(function* (
  idOrNumber: string,
  { by, region }: { readonly by?: string | undefined; readonly region?: string | undefined } = {}
): Effect.fn.Return<Suppression, InvalidRequest | SuppressionNotFound | LedgerError, Suppressions> {
  const list = yield* Suppressions
  const number = isEntryId(idOrNumber)
    ? (yield* list.get(idOrNumber))?.number
    : yield* Effect.fromResult(readSuppressedNumber(idOrNumber, region))
  const who = by ?? (yield* CurrentPrincipal)?.owner ?? "local"
  const entry = number === undefined ? null : yield* list.remove(number, who)
  if (entry === null) {
    return yield* new SuppressionNotFound({ id: isEntryId(idOrNumber) ? idOrNumber : maskPhoneNumber(number ?? "") })
  }
  return entry
})
