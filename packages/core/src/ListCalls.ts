import { Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import { CallLedger, type CallPage, type CallQuery } from "./CallLedger.ts"
import { passTimes } from "./PassTime.ts"

/** The calls of this ledger, newest first, a page at a time. States are as last recorded; `getCall` looks anew. */
export const listCalls = Effect.fn("listCalls")(function* (
  query: CallQuery = {}
): Effect.fn.Return<CallPage, LedgerError, CallLedger> {
  const ledger = yield* CallLedger
  const page = yield* ledger.list(query)
  return { ...page, calls: yield* passTimes(page.calls) }
})
