import { Effect } from "effect"
import { type Breaker, Breakers } from "./Breakers.ts"
import type { LedgerError } from "./CallErrors.ts"

/**
 * Allows dialling again after a breaker tripped, by a person's word, which is kept with their name. Gives the breakers
 * that stood open; the calls before that do not count towards the next trip.
 */
export const reopenDialling = Effect.fn("reopenDialling")(function* (
  by: string
): Effect.fn.Return<ReadonlyArray<Breaker>, LedgerError, Breakers> {
  const breakers = yield* Breakers
  return yield* breakers.reopen(by)
})
