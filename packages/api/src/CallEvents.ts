import { CallEvent } from "@outbound-call/core/CallEvent"
import { Schema } from "effect"
import { HttpApiSchema } from "effect/http-api"
import { problemMembers } from "./ProblemMembers.ts"

/** One piece of news; `id` is the cursor to come back with as `Last-Event-ID`. */
export const NewsEvent = Schema.Struct({
  id: Schema.String,
  event: Schema.Literals(["status", "turn", "ended", "analysed"]),
  data: Schema.fromJsonString(CallEvent)
}).annotate({ identifier: "NewsEvent", description: "One piece of news" })

/** Sent when there is no news for 15 s, so that nothing in between closes the stream. */
export const PingEvent = Schema.Struct({ event: Schema.Literal("ping"), data: Schema.String }).annotate({
  identifier: "PingEvent",
  description: "No news; the stream is alive"
})

/** Why the stream ends early: the call goes on, follow it again from the last `id`. */
export const ProblemEvent = Schema.Struct({
  event: Schema.Literal("problem"),
  data: Schema.fromJsonString(Schema.Struct({ type: Schema.String, title: Schema.String, ...problemMembers }))
}).annotate({ identifier: "ProblemEvent", description: "Why the stream ends early; the call goes on" })

/** The news of a call as server-sent events, until it is over. */
export const CallEvents = HttpApiSchema.StreamSse({ events: Schema.Union([NewsEvent, PingEvent, ProblemEvent]) })
export type CallEvents = typeof CallEvents.Type

/** The event before the ones to tell, as the browser sends it after a broken connection. */
export const lastEventId = Schema.optionalKey(
  Schema.String.check(Schema.isPattern(/^\d{1,9}\.\d{1,9}$/)).annotate({
    description: "Tell only what comes after this event: the `id` of the last one received",
    examples: ["3.7"]
  })
)

/** What a follower can do without. */
export const turnsPreference = Schema.optionalKey(
  Schema.String.annotate({
    description: "`turns=none` (RFC 7240) leaves out what is said, so that following is no reading of a transcript",
    examples: ["turns=none"]
  })
)
