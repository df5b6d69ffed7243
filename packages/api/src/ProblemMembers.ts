import { Schema } from "effect"

/** The `type` of a problem: a stable name, not an address. */
export const problemType = <const Name extends string>(name: Name): `urn:outbound-call:problem:${Name}` =>
  `urn:outbound-call:problem:${name}`

/** What every problem of this API says beyond RFC 9457's `type`, `title` and `status`. */
export const problemMembers = {
  detail: Schema.String.annotate({
    description: "What happened, for a person",
    examples: ["The number +1415•••0100 has a live call already. No phone rang for this request."]
  }),
  code: Schema.String.annotate({
    description: "The exact reason, for a program: the end of `type`, or finer (the rule that refused)",
    examples: ["number-busy"]
  }),
  phone_may_have_rung: Schema.Boolean.annotate({
    description: "Whether a phone may have rung because of this request",
    examples: [false]
  }),
  retry_safe: Schema.Boolean.annotate({
    description: "Whether sending this request again, as it is, can ring nobody a second time",
    examples: [true]
  }),
  next_step: Schema.String.annotate({
    description: "What to do next, in one sentence",
    examples: ["Wait until GET /v1/calls/call_01JD0000000000000000000000 shows it over."]
  })
}

/** One thing that is wrong with a request. */
export const RequestIssue = Schema.Struct({
  code: Schema.String.annotate({ description: "What is wrong, for a program", examples: ["missing-variable"] }),
  field: Schema.String.annotate({
    description: "Where: a field of the body, or query.…, headers.…, params.…",
    examples: ["variables.customer_name"]
  }),
  message: Schema.String.annotate({
    description: "What is wrong, for a person",
    examples: ["The agent needs the variable customer_name."]
  })
}).annotate({ identifier: "RequestIssue" })
export type RequestIssue = typeof RequestIssue.Type
