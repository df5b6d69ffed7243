import { CallView } from "@outbound-call/core/Call"
import { ResolvedRequest } from "@outbound-call/core/CallRequest"
import { Schema } from "effect"
import { RequestIssue } from "./ProblemMembers.ts"

/** The verdict on a request that is not placed. */
export const CallCheck = Schema.Struct({
  allowed: Schema.Boolean,
  problems: Schema.Array(RequestIssue),
  warnings: Schema.Array(Schema.String),
  request: Schema.NullOr(ResolvedRequest.annotate({ identifier: "ResolvedRequest" })),
  blockedBy: Schema.NullOr(CallView),
  simulated: Schema.Boolean
}).annotate({ identifier: "CallCheck", description: "The verdict on a request that is not placed" })
export type CallCheck = typeof CallCheck.Type
