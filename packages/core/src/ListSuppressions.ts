import { Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import { CurrentPrincipal } from "./Principal.ts"
import { Suppressions } from "./Suppressions.ts"
import { type SuppressionView, viewSuppression } from "./ViewSuppression.ts"

/** A page of the list as it is shown; `nextCursor` is null on the last one. */
export interface SuppressionViews {
  readonly suppressions: ReadonlyArray<SuppressionView>
  readonly nextCursor: string | null
}

/** The do-not-call list, newest first, a page at a time. It is the same for every owner. */
export const listSuppressions = Effect.fn("listSuppressions")(function* (
  page: { readonly limit?: number | undefined; readonly cursor?: string | undefined } = {}
): Effect.fn.Return<SuppressionViews, LedgerError, Suppressions> {
  const list = yield* Suppressions
  const principal = yield* CurrentPrincipal
  const { nextCursor, suppressions } = yield* list.list({ limit: page.limit ?? 30, cursor: page.cursor })
  return { suppressions: suppressions.map((entry) => viewSuppression(entry, principal)), nextCursor }
})
