import { Schema } from "effect"

/** What was typed cannot be understood. Nothing was dialled. */
export class UsageError extends Schema.TaggedError<UsageError>()("UsageError", {
  message: Schema.String
}) {}
