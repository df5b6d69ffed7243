import type { Call } from "@outbound-call/core/Call"
import type { CallPage, CallQuery } from "@outbound-call/core/CallLedger"
import { listCalls } from "@outbound-call/core/ListCalls"
import * as Ledger from "@outbound-call/node/Ledger"
import type { LedgerPlace } from "@outbound-call/node/LedgerPlace"
import { Effect } from "effect"
import { callJson, callLine } from "./DescribeCall.ts"

/** The calls of a ledger that is there: one page, or all of them, as documents and as lines. */
export const readCalls = (query: CallQuery, all: boolean, place: LedgerPlace) =>
  readPages(query, all).pipe(
    Effect.map(({ calls, nextCursor }) => ({
      documents: calls.map(callJson),
      lines: calls.map(callLine),
      nextCursor
    })),
    Effect.provide(Ledger.layer(place))
  )

const readPages = Effect.fnUntraced(function* (query: CallQuery, all: boolean) {
  let page: CallPage = yield* listCalls(query)
  if (!all) return page
  const found: Array<Call> = [...page.calls]
  while (page.nextCursor !== null) {
    page = yield* listCalls({ ...query, cursor: page.nextCursor })
    found.push(...page.calls)
  }
  return { calls: found, nextCursor: null } satisfies CallPage
})
