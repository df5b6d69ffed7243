import { CallView } from "@outbound-call/core/Call"
import { Schema } from "effect"

/** What one attempt to settle a call came to. */
export const Recovery = Schema.Struct({
  result: Schema.Literals(["settled", "found", "undecided", "nothing", "not-placed", "dialing", "other-account"]),
  call: CallView,
  simulated: Schema.Boolean
}).annotate({ identifier: "Recovery", description: "What one attempt to settle a call came to" })
export type Recovery = typeof Recovery.Type
