import { Schema } from "effect"

/** That the person agreed to be called. Kept as it was told: whether it is true, software cannot know. */
export const Consent = Schema.Struct({
  kind: Schema.Literals(["express", "written"]).annotate({
    description: "express (said so) or written (signed, also electronically)"
  }),
  source: Schema.NonEmptyString.annotate({
    description: "Where it can be looked up, for example a form and its record"
  }),
  at: Schema.DateTimeUtcFromString.annotate({ description: "When it was given" }),
  scope: Schema.optionalKey(Schema.NonEmptyString.annotate({ description: "For what it was given, in your words" })),
  expiresAt: Schema.optionalKey(Schema.DateTimeUtcFromString.annotate({ description: "From when on it is void" }))
}).annotate({ identifier: "Consent" })
export interface Consent extends Schema.Schema.Type<typeof Consent> {}

/** Where the person is, when the one who asks knows better than the number tells. */
export const Recipient = Schema.Struct({
  timeZone: Schema.optionalKey(
    Schema.NonEmptyString.annotate({ description: "IANA time zone of the person called, for example America/Chicago" })
  ),
  place: Schema.optionalKey(
    Schema.String.check(Schema.isPattern(/^[A-Z]{2}-[A-Z0-9]{1,3}$/u)).annotate({
      description:
        "State or province of the person called in ISO 3166-2, for example US-TX; it lies in the country of the number"
    })
  )
})
export type Recipient = typeof Recipient.Type
