import { Effect, Schema } from "effect"
import type { InvalidRequest, LedgerError } from "./CallErrors.ts"
import { maskPhoneNumber } from "./PhoneNumber.ts"
import { CurrentPrincipal } from "./Principal.ts"
import { readSuppressedNumber } from "./ReadSuppressedNumber.ts"
import { SuppressionNotFound } from "./SuppressionErrors.ts"
import { type Suppression, SuppressionId, Suppressions } from "./Suppressions.ts"

/** Who takes a number off, where that is not the principal; and where numbers without `+` are at home. */
export interface ReleaseOptions {
  readonly by?: string | undefined
  readonly region?: string | undefined
}

const isEntryId = Schema.is(SuppressionId)

/**
 * Takes a number off the do-not-call list, by itself: from then on any owner may call it again. Only the person who is
 * called may ask for that. Who did it is written down; calls that were cancelled stay so. Gives the entry as it was.
 */
export const releaseNumber = Effect.fn("releaseNumber")(function* (
  input: string,
  { by, region }: ReleaseOptions = {}
): Effect.fn.Return<Suppression, InvalidRequest | SuppressionNotFound | LedgerError, Suppressions> {
  const list = yield* Suppressions
  const number = yield* Effect.fromResult(readSuppressedNumber(input, region))
  const entry = yield* list.remove(number, yield* whoIs(by))
  return entry ?? (yield* new SuppressionNotFound({ id: maskPhoneNumber(number) }))
})

/** The same by the id of an entry. */
export const releaseSuppression = Effect.fn("releaseSuppression")(function* (
  id: string,
  { by }: Pick<ReleaseOptions, "by"> = {}
): Effect.fn.Return<Suppression, SuppressionNotFound | LedgerError, Suppressions> {
  const list = yield* Suppressions
  const found = isEntryId(id) ? yield* list.get(id) : null
  const entry = found === null ? null : yield* list.remove(found.number, yield* whoIs(by))
  return entry ?? (yield* new SuppressionNotFound({ id }))
})

const whoIs = (by: string | undefined) => Effect.map(CurrentPrincipal, (principal) => by ?? principal?.owner ?? "local")
