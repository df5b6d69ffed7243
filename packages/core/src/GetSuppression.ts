import { Effect, Schema } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import { CurrentPrincipal } from "./Principal.ts"
import { SuppressionNotFound } from "./SuppressionErrors.ts"
import { SuppressionId, Suppressions } from "./Suppressions.ts"
import { type SuppressionView, viewSuppression } from "./ViewSuppression.ts"

const isEntryId = Schema.is(SuppressionId)

/** An entry of the do-not-call list by its id. */
export const getSuppression = Effect.fn("getSuppression")(function* (
  id: string
): Effect.fn.Return<SuppressionView, SuppressionNotFound | LedgerError, Suppressions> {
  const list = yield* Suppressions
  const entry = isEntryId(id) ? yield* list.get(id) : null
  return entry === null ? yield* new SuppressionNotFound({ id }) : viewSuppression(entry, yield* CurrentPrincipal)
})
