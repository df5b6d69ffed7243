import { Effect } from "effect"
import { type Breaker, Breakers } from "./Breakers.ts"
import type { LedgerError } from "./CallErrors.ts"
import { CurrentPrincipal, mayDo } from "./Principal.ts"
import { MayNotReopen } from "./ReopenErrors.ts"

/**
 * Allows dialling again after a breaker tripped, by a person's word, which is kept with their name. Gives the breakers
 * that stood open; the calls before that do not count towards the next trip. `MayNotReopen` for a key that may place calls:
 * whoever holds it could place the calls that tripped the breaker, and go on.
 */
export const reopenDialling = Effect.fn("reopenDialling")(function* (
  by: string
): Effect.fn.Return<ReadonlyArray<Breaker>, LedgerError | MayNotReopen, Breakers> {
  const principal = yield* CurrentPrincipal
  if (principal !== null && principal.key !== null && mayDo(principal, "calls:place")) {
    return yield* new MayNotReopen({ owner: principal.owner })
  }
  const breakers = yield* Breakers
  return yield* breakers.reopen(by)
})
