import { CallView } from "@outbound-call/core/Call"
import { ResolvedRequest } from "@outbound-call/core/CallRequest"
import { Decision, Verdict } from "@outbound-call/core/policy/Verdict"
import { Schema } from "effect"
import { RequestIssue } from "./ProblemMembers.ts"

export const localTimes = Schema.Array(
  Schema.Struct({
    zone: Schema.String.annotate({
      description: "IANA name of a zone the person may be in",
      examples: ["Europe/Paris"]
    }),
    time: Schema.String.annotate({ description: "The time there", examples: ["2026-11-24 12:00"] })
  })
).annotate({ description: "What the time is wherever the person may be" })

export const maxCostDollars = Schema.NullOr(
  Schema.Finite.annotate({
    description: "What the call is taken to cost at most, in dollars; null where no price of a minute is known",
    examples: [3.45]
  })
)

export const agentName = Schema.NullOr(Schema.String).annotate({
  description: "Name of the agent that would speak; null when it is not known",
  examples: ["Reminders"]
})

export const country = Schema.NullOr(Schema.String).annotate({
  description: "ISO 3166-1 code of the number's country; null when it has none",
  examples: ["US"]
})

export const maxDurationSeconds = Schema.Int.annotate({
  description: "When the call ends at the latest, in seconds",
  examples: [300]
})

/** What every rule of the policy says of a request. */
export const CheckedPolicy = Schema.Struct({
  profile: Schema.String.annotate({ description: "The profile by which it was judged", examples: ["default"] }),
  decision: Decision.annotate({ examples: ["refuse-until"] }),
  verdicts: Schema.Array(Verdict).annotate({ description: "What each rule says, in order" }),
  notBefore: Schema.NullOr(Schema.DateTimeUtcFromString).annotate({
    description:
      "The first instant at which no rule would refuse, as things stand; null when that is now, or when time does not help",
    examples: [null]
  }),
  localTimes,
  maxCostDollars,
  maxDurationSeconds,
  country,
  agentName
}).annotate({ identifier: "CheckedPolicy", description: "What every rule of the policy says of a request" })
export type CheckedPolicy = typeof CheckedPolicy.Type

/** What would become of a request that is not placed. */
export const CallCheck = Schema.Struct({
  allowed: Schema.Boolean,
  problems: Schema.Array(RequestIssue),
  warnings: Schema.Array(Schema.String),
  request: Schema.NullOr(ResolvedRequest.annotate({ identifier: "ResolvedRequest" })),
  blockedBy: Schema.NullOr(CallView),
  policy: Schema.NullOr(CheckedPolicy),
  simulated: Schema.Boolean
}).annotate({ identifier: "CallCheck", description: "What would become of a request that is not placed" })
export type CallCheck = typeof CallCheck.Type
