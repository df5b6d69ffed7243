import { Schema } from "effect"
import { HttpApiEndpoint } from "effect/http-api"
import { CallPage, callFilters, mostCalls } from "./CallQuery.ts"
import { ContentTooLargeProblem, LedgerProblem, UnsupportedMediaTypeProblem } from "./Problems.ts"
import { behind } from "./RequiredScope.ts"

const live = Schema.Boolean.annotate({
  description: "Only calls that are not over (true), or only those that are (false)",
  examples: [true]
})

/** Which calls to list, with what is personal: it stands in the body, since addresses end up in logs. */
export const CallSearch = Schema.Struct({
  to: Schema.optionalKey(
    Schema.String.check(Schema.isMaxLength(64)).annotate({
      description: "Only calls to this number, written like a number to call",
      examples: ["+14155550100"]
    })
  ),
  live: Schema.optionalKey(live),
  limit: Schema.optionalKey(
    Schema.Int.check(mostCalls).annotate({
      description: "At most this many, 1 to 100; 30 when left out",
      examples: [30]
    })
  ),
  ...callFilters
}).annotate({ identifier: "CallSearch", description: "Which calls to list" })
export type CallSearch = typeof CallSearch.Type

export const search = HttpApiEndpoint.post("search", "/search", {
  payload: CallSearch,
  success: CallPage,
  error: [ContentTooLargeProblem, UnsupportedMediaTypeProblem, LedgerProblem]
}).annotateMerge(
  behind("calls:read", {
    summary: "Search calls",
    description: "Lists calls like GET /v1/calls, also by the number called, which never stands in an address."
  })
)
