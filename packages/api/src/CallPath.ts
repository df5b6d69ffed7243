import { Schema } from "effect"

/** The call that a route is about. */
export const callPath = {
  id: Schema.NonEmptyString.check(Schema.isMaxLength(128)).annotate({
    description: "Call id, or conversation id of one of these calls",
    examples: ["call_01JD0000000000000000000000"]
  })
}
