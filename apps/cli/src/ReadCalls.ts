import type { CallView } from "@outbound-call/core/Call"
import type { CallQuery } from "@outbound-call/core/CallLedger"
import { Effect } from "effect"
import { callJson, callLine } from "./DescribeCall.ts"
import { type Page, Records } from "./Records.ts"

/** The calls on record: one page, or all of them, as documents and as lines. */
export const readCalls = (query: Omit<CallQuery, "owner">, all: boolean) =>
  Effect.map(readPages(query, all), ({ calls, nextCursor }) => ({
    documents: calls.map(callJson),
    lines: calls.map(callLine),
    nextCursor
  }))

const readPages = Effect.fnUntraced(function* (query: Omit<CallQuery, "owner">, all: boolean) {
  const { list } = yield* Records
  let page: Page = yield* list(query)
  if (!all) return page
  const found: Array<CallView> = [...page.calls]
  while (page.nextCursor !== null) {
    page = yield* list({ ...query, cursor: page.nextCursor })
    found.push(...page.calls)
  }
  return { calls: found, nextCursor: null } satisfies Page
})
