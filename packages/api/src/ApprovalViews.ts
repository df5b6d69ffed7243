import { CallView } from "@outbound-call/core/Call"
import { ResolvedRequest } from "@outbound-call/core/CallRequest"
import { Schema } from "effect"
import { localTimes, maxCostDollars } from "./CallCheck.ts"

/** What a person has to see before they say yes: all that would be dialled. */
export const PendingApproval = Schema.Struct({
  call: CallView,
  request: ResolvedRequest.annotate({ identifier: "ResolvedRequest" }),
  agentName: Schema.NullOr(Schema.String).annotate({
    description: "Name of the agent that would speak; null when it is not known",
    examples: ["Reminders"]
  }),
  country: Schema.NullOr(Schema.String).annotate({
    description: "ISO 3166-1 code of the number's country; null when it has none",
    examples: ["US"]
  }),
  localTimes,
  maxDurationSeconds: Schema.Int.annotate({ description: "When the call ends at the latest, in seconds" }),
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
  })
}).annotate({ identifier: "Yes", description: "A person's yes to one call" })
