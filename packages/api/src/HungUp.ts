import { CallView } from "@outbound-call/core/Call"
import { Schema } from "effect"

/** What hanging up came to. */
export const HungUp = Schema.Struct({
  result: Schema.Literals(["over", "requested"]),
  call: CallView,
  simulated: Schema.Boolean
}).annotate({ identifier: "HungUp", description: "What hanging up came to" })
export type HungUp = typeof HungUp.Type
