import { DateTime, Effect } from "effect"
import type { Call } from "./Call.ts"
import type { LedgerError } from "./CallErrors.ts"
import { CallLedger, type CallPage, type CallQuery } from "./CallLedger.ts"

/** Every call that a query finds, on all of its pages, the oldest first. */
export const allCalls = Effect.fnUntraced(function* (
  query: CallQuery
): Effect.fn.Return<ReadonlyArray<Call>, LedgerError, CallLedger> {
  const ledger = yield* CallLedger
  const found: Array<Call> = []
  let cursor: string | undefined
  do {
    const page: CallPage = yield* ledger.list({ ...query, limit: 100, ...(cursor === undefined ? {} : { cursor }) })
    found.push(...page.calls)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return found.toSorted((a, b) => DateTime.toEpochMillis(a.createdAt) - DateTime.toEpochMillis(b.createdAt))
})
