import { PolicyProfile } from "@outbound-call/core/policy/PolicyProfile"
import { Schema } from "effect"

/** What stops all dialling of an account. */
const Breaker = Schema.Struct({
  reason: Schema.String.annotate({
    description: "What looked like fraud",
    examples: ["Five neighbouring numbers within ten minutes."]
  }),
  trippedAt: Schema.DateTimeUtcFromString
}).annotate({ identifier: "Breaker", description: "Why dialling is stopped until a person allows it again" })

/** What is left of the money of a day. */
const Budget = Schema.Struct({
  limitDollars: Schema.Finite.annotate({ description: "What calls of 24 hours may cost", examples: [10] }),
  remainingDollars: Schema.Finite.annotate({
    description: "What no call has reserved or spent of it, by assumed prices",
    examples: [6.55]
  }),
  resetsAt: Schema.NullOr(Schema.DateTimeUtcFromString).annotate({
    description: "When the oldest of what is taken is free again; null when nothing is taken (ISO 8601, UTC)",
    examples: [null]
  })
}).annotate({ identifier: "Budget", description: "What is left of the money of a day" })

/** How things stand with the dial policy. */
export const PolicyView = Schema.Struct({
  profile: PolicyProfile.annotate({
    identifier: "PolicyProfile",
    description: "By which the calls of this key are judged. A limit that is null does not exist"
  }),
  breakers: Schema.Array(Breaker).annotate({ description: "What stops all dialling now; none when it is open" }),
  suppressed: Schema.Int.annotate({ description: "How many numbers are called no more", examples: [12] }),
  budget: Schema.NullOr(Budget).annotate({ description: "Null where the profile has none" }),
  simulated: Schema.Boolean
}).annotate({ identifier: "Policy", description: "The dial policy as it stands for this key" })

/** A person's word that dialling may go on. */
export const Reopening = Schema.Struct({
  by: Schema.NonEmptyString.check(Schema.isMaxLength(128)).annotate({
    description: "The person who looked at the last calls and allows dialling again; kept",
    examples: ["ada"]
  })
}).annotate({ identifier: "Reopening", description: "A person's word that dialling may go on" })

/** What stood against dialling until now. */
export const Reopened = Schema.Struct({
  reopened: Schema.Array(Breaker).annotate({ description: "What stopped dialling until now; none when it was open" }),
  simulated: Schema.Boolean
}).annotate({ identifier: "Reopened", description: "Dialling is open again" })
