import { CallId } from "@outbound-call/core/CallIds"
import { SuppressionView } from "@outbound-call/core/ViewSuppression"
import { Schema } from "effect"

const text = Schema.NonEmptyString.check(Schema.isMaxLength(1_000))

const number = Schema.String.check(Schema.isMaxLength(64)).annotate({
  description: "The number, written like a number to call; every type of number may be on the list, short ones not",
  examples: ["+14155550100"]
})

const region = Schema.optionalKey(
  Schema.String.check(Schema.isPattern(/^[A-Z]{2}$/u)).annotate({
    description:
      "ISO region of a number that is written without +; else the server's own, and a number is refused where there is neither",
    examples: ["US"]
  })
)

/** A number to be called no more. */
export const SuppressionRequest = Schema.Struct({
  number,
  region,
  source: text.annotate({ description: "Where it comes from", examples: ["a letter"] }),
  note: Schema.optionalKey(text.annotate({ description: "More about it", examples: ["of 2026-11-22"] }))
}).annotate({ identifier: "SuppressionRequest", description: "A number to be called no more" })

/** A number whose standing is asked for. */
export const NumberQuestion = Schema.Struct({ number, region }).annotate({
  identifier: "NumberQuestion",
  description: "A number to look up on the list"
})

/** The entry of a number that is called no more. */
export const SuppressedNumber = Schema.Struct({
  suppression: SuppressionView,
  added: Schema.Boolean.annotate({
    description: "False when the number was on the list before; then its entry stays as it was",
    examples: [true]
  }),
  cancelled: Schema.Int.annotate({
    description: "How many calls waited to be dialled, and never will be",
    examples: [0]
  }),
  underWay: Schema.Array(CallId).annotate({
    description: "Your calls to the number that are dialled already and go on; hang up what must end",
    examples: [[]]
  }),
  simulated: Schema.Boolean
}).annotate({ identifier: "SuppressedNumber", description: "A number that is called no more" })

/** A page of the list. */
export const SuppressionPage = Schema.Struct({
  suppressions: Schema.Array(SuppressionView).annotate({ description: "The entries of this page, newest first" }),
  nextCursor: Schema.NullOr(Schema.String),
  simulated: Schema.Boolean
}).annotate({ identifier: "SuppressionPage", description: "A page of the do-not-call list, newest first" })

/** Whether a number is on the list. */
export const NumberStanding = Schema.Struct({
  suppressed: Schema.Boolean.annotate({ description: "Whether the number is called no more", examples: [true] }),
  suppression: Schema.NullOr(SuppressionView).annotate({ description: "Its entry; null when there is none" }),
  simulated: Schema.Boolean
}).annotate({ identifier: "NumberStanding", description: "Whether a number is on the do-not-call list" })

/** The entry that a route is about. */
export const suppressionPath = {
  id: Schema.NonEmptyString.check(Schema.isMaxLength(128)).annotate({
    description: "Id of the entry; a number never stands in an address",
    examples: ["sup_01JD0000000000000000000000"]
  })
}

/** Which page to list. */
export const suppressionQuery = {
  limit: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 }))),
  cursor: Schema.optionalKey(
    Schema.String.check(Schema.isMaxLength(128)).annotate({
      description: "`nextCursor` of the page before",
      examples: ["sup_01JD0000000000000000000000"]
    })
  )
}
