import { Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import { CurrentPrincipal } from "./Principal.ts"
import { SuppressionNotFound } from "./SuppressionErrors.ts"
import { type SuppressionId, Suppressions } from "./Suppressions.ts"
import { type SuppressionView, viewSuppression } from "./ViewSuppression.ts"

/** An entry of the do-not-call list by its id. */
export const getSuppression = Effect.fn("getSuppression")(function* (
  id: SuppressionId
): Effect.fn.Return<SuppressionView, SuppressionNotFound | LedgerError, Suppressions> {
  const list = yield* Suppressions
  const entry = yield* list.get(id)
  return entry === null ? yield* new SuppressionNotFound({ id }) : viewSuppression(entry, yield* CurrentPrincipal)
})
