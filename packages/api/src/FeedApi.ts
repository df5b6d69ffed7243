import { Schema } from "effect"
import { HttpApi, HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Authentication, Permission } from "./Authentication.ts"
import { NewsEvent, PingEvent, ProblemEvent } from "./CallEvents.ts"
import { CursorExpiredProblem, LedgerProblem } from "./Problems.ts"
import { behind } from "./RequiredScope.ts"

/** The first event of the feed: where it begins, so that a reader who leaves before the first news misses none. */
export const BeginEvent = Schema.Struct({
  id: Schema.String,
  event: Schema.Literal("begin"),
  data: Schema.String
}).annotate({
  identifier: "BeginEvent",
  description: "Where the feed begins"
})

/** The events of all calls as server-sent events, without end. */
export const FeedEvents = HttpApiSchema.StreamSse({
  events: Schema.Union([BeginEvent, NewsEvent, PingEvent, ProblemEvent])
})

const lastEventId = Schema.optionalKey(
  Schema.String.check(Schema.isPattern(/^(0|\d{1,15}\.\d{1,15})$/)).annotate({
    description:
      "Tell what comes after this event: the `id` of the last one received. `0` tells everything that is recorded, and is refused (410) once old calls were forgotten; without it the feed begins now",
    examples: ["42.1795426200000"]
  })
)

const follow = HttpApiEndpoint.get("follow", "/v1/events", {
  headers: { "last-event-id": lastEventId },
  success: FeedEvents,
  error: [CursorExpiredProblem, LedgerProblem]
}).annotateMerge(
  behind("calls:read", {
    summary: "Follow all calls",
    description:
      "Server-sent events of every call in one order, without end: each step, `ended` and `analysed`; what is said is told by the events of one call. A ping every 15 s. 410: the ledger does not hold the event named by Last-Event-ID, or not all that came after it; a stream that falls so far behind ends with that problem as its last event. Following reads only."
  })
)

/** The events of all calls. */
export class FeedApi extends HttpApiGroup.make("feed")
  .add(follow)
  .middleware(Permission)
  .middleware(Authentication)
  .annotate(HttpApi.ParseOptions, { errors: "all" })
  .annotateMerge(OpenApi.annotations({ title: "Events", description: "The events of all calls." })) {}
