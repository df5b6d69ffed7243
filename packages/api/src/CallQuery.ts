import { CallStatus, CallView } from "@outbound-call/core/Call"
import { Schema } from "effect"

/** Which calls to list, as query parameters. Nothing in it is personal, since addresses end up in logs. */
export const callQuery = {
  status: Schema.optionalKey(
    Schema.Array(CallStatus).annotate({
      description: "Only calls with this status; may be repeated",
      examples: [["unknown"]]
    })
  ),
  live: Schema.optionalKey(
    Schema.Boolean.annotate({
      description: "Only calls that are not over (true), or that are (false)",
      examples: [true]
    })
  ),
  since: Schema.optionalKey(
    Schema.String.annotate({
      description: "Only calls recorded at or after this instant, ISO 8601",
      format: "date-time",
      examples: ["2026-11-23T09:30:00.000Z"]
    }).pipe(Schema.decodeTo(CallView.fields.createdAt))
  ),
  limit: Schema.optionalKey(
    Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 })).annotate({
      description: "At most this many, 1 to 100; 30 when left out",
      examples: [30]
    })
  ),
  cursor: Schema.optionalKey(
    Schema.String.annotate({
      description: "`nextCursor` of the page before",
      examples: ["call_01JD0000000000000000000000"]
    })
  )
}

/** A page of calls, newest first. */
export const CallPage = Schema.Struct({
  calls: Schema.Array(CallView),
  nextCursor: Schema.NullOr(Schema.String),
  simulated: Schema.Boolean
}).annotate({ identifier: "CallPage", description: "A page of calls, newest first" })
export type CallPage = typeof CallPage.Type
