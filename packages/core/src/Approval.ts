import { Schema } from "effect"

const Instant = Schema.DateTimeUtcFromString

/** Why a person is asked: a rule of the policy, and its sentence. */
export const ApprovalReason = Schema.Struct({
  rule: Schema.String.annotate({ description: "The rule of the policy that asks for a person" }),
  says: Schema.String.annotate({ description: "Why, in one sentence" })
})

/** What came of it; null while the call waits. */
export const ApprovalDecision = Schema.Literals(["approved", "denied", "expired", "withdrawn", "refused"]).annotate({
  description:
    "approved (it was dialled), denied, expired, withdrawn (hung up, or its number was put on the do-not-call list), refused (approved too late: the policy says no by now)"
})
export type ApprovalDecision = typeof ApprovalDecision.Type

/** That a call needs, or needed, a person's yes before it is dialled. It is good for one dial, and for no other request. */
export const Approval = Schema.Struct({
  requestedAt: Instant.annotate({ description: "When the call was placed and began to wait (ISO 8601, UTC)" }),
  expiresAt: Instant.annotate({ description: "When it is cancelled if nobody has decided (ISO 8601, UTC)" }),
  reasons: Schema.Array(ApprovalReason).annotate({ description: "Why a person is asked" }),
  decision: Schema.NullOr(ApprovalDecision),
  decidedAt: Schema.NullOr(Instant).annotate({ description: "When it was decided; null while the call waits" }),
  decidedBy: Schema.NullOr(Schema.String).annotate({ description: "Who decided; null where nobody did" })
}).annotate({ identifier: "Approval", description: "A person's yes that a call needs before it is dialled" })
export interface Approval extends Schema.Schema.Type<typeof Approval> {}
