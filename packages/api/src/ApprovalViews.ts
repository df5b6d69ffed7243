import { CallView } from "@outbound-call/core/Call"
import { ResolvedRequest } from "@outbound-call/core/CallRequest"
import { Schema } from "effect"
import { agentName, country, localTimes, maxCostDollars, maxDurationSeconds } from "./CallCheck.ts"

/** What a person has to see before they say yes: all that would be dialled. */
export const PendingApproval = Schema.Struct({
  call: CallView,
  request: ResolvedRequest.annotate({ identifier: "ResolvedRequest" }),
  agentName,
  country,
  localTimes,
  maxDurationSeconds,
  maxCostDollars,
  profile: Schema.String.annotate({ description: "The profile by which it was judged, and is judged again" })
}).annotate({ identifier: "PendingApproval", description: "A call that waits for a person's yes" })
export type PendingApproval = typeof PendingApproval.Type

export const ApprovalList = Schema.Struct({
  approvals: Schema.Array(PendingApproval).annotate({ description: "What waits now, the oldest first" }),
  simulated: Schema.Boolean
}).annotate({ identifier: "ApprovalList", description: "The calls that wait for a person" })

/** A person's yes. */
export const Yes = Schema.Struct({
  numberEndsIn: Schema.String.check(Schema.isPattern(/^\d{4}$/u)).annotate({
    description: "The last four digits of the number, as the person who approves read it",
    examples: ["0100"]
  }),
  via: Schema.optionalKey(
    Schema.Literal("elicitation").annotate({
      description:
        "The person was asked through an assistant's host, by a program that shows them the call and takes their answer. Only such a program says so; only then may the key that placed the call approve it",
      examples: ["elicitation"]
    })
  )
}).annotate({ identifier: "Yes", description: "A person's yes to one call" })
