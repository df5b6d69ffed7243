import { Schema } from "effect"

/** A fault, or a webhook, that makes no sense; `message` says why. */
export class FaultError extends Schema.TaggedError<FaultError>()("FaultError", { message: Schema.String }) {}
