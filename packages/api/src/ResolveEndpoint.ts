import { CallView } from "@outbound-call/core/Call"
import { Schema } from "effect"
import { HttpApiEndpoint } from "effect/http-api"
import { callPath } from "./CallPath.ts"
import {
  CallNotFoundProblem,
  CallNotResolvableProblem,
  ContentTooLargeProblem,
  LedgerProblem,
  UnsupportedMediaTypeProblem
} from "./Problems.ts"
import { behind } from "./RequiredScope.ts"

/** What a person found out about a call. */
export const Finding = Schema.Struct({
  dialled: Schema.Boolean.annotate({
    description: "Whether the call was dialled, for example by the carrier's log. False frees its number",
    examples: [true]
  }),
  by: Schema.optionalKey(
    Schema.NonEmptyString.check(Schema.isMaxLength(128)).annotate({
      description: "Who says so; kept with the call. The owner when left out",
      examples: ["ada"]
    })
  )
}).annotate({ identifier: "Finding", description: "What a person found out about a call" })
export type Finding = typeof Finding.Type

export const resolve = HttpApiEndpoint.post("resolve", "/:id/resolve", {
  params: callPath,
  payload: Finding,
  success: CallView,
  error: [
    CallNotFoundProblem,
    CallNotResolvableProblem,
    ContentTooLargeProblem,
    UnsupportedMediaTypeProblem,
    LedgerProblem
  ]
}).annotateMerge(
  behind("admin", {
    summary: "End a call by a person's word",
    description:
      "For a call of unknown fate, or one that needs attention, which the provider and the carrier could not settle. One that is over and rang after all, or twice, keeps its end and needs no more attention. Evidence of a ring that comes later wins. Never dials."
  })
)
