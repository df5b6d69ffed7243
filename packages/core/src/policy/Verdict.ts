import { Schema } from "effect"

/** The rules of the dial policy, in the order in which they are told. What each one means is in docs/policy.md. */
export const RuleId = Schema.Literals([
  "emergency-number",
  "crisis-number",
  "number-type",
  "country",
  "number-list",
  "suppression",
  "purpose",
  "consent",
  "disclosure",
  "ringing-timeout",
  "calling-window",
  "attempts",
  "cool-down",
  "breaker",
  "fan-out",
  "live-calls",
  "pace",
  "call-rate",
  "minutes",
  "spend",
  "clock",
  "approval",
  "after-transcript",
  "same-number-again"
])
export type RuleId = typeof RuleId.Type

/** What a rule says of a call. `refuse-until` may be asked again from an instant on; `needs-approval` waits for a person. */
export const Decision = Schema.Literals(["allow", "refuse-until", "needs-approval", "refuse"]).annotate({
  description:
    "allow, refuse-until (allowed from notBefore on, as far as this rule goes), needs-approval (a person must say yes), or refuse"
})
export type Decision = typeof Decision.Type

/** What one rule says of one call, with a sentence for people. It holds no phone number. */
export const Verdict = Schema.Struct({
  rule: RuleId,
  decision: Decision,
  says: Schema.String.annotate({ description: "Why, in one sentence" }),
  notBefore: Schema.NullOr(Schema.DateTimeUtcFromString).annotate({
    description: "From when this rule allows the call, when its decision is refuse-until"
  }),
  rows: Schema.Array(Schema.String).annotate({
    description: "Ids of the cited rules of law or of this house that decided (docs/calling-rules.md)"
  })
}).annotate({ identifier: "Verdict" })
export interface Verdict extends Schema.Schema.Type<typeof Verdict> {}
