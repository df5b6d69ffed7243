import { Schema } from "effect"

/** The id of a call as tools take it. */
export const callId = Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_-]{1,128}$/u)).annotate({
  description: "call_… as a tool gave it"
})
