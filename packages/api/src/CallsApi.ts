import { CallView } from "@outbound-call/core/Call"
import { CallRequest } from "@outbound-call/core/CallRequest"
import { Schema } from "effect"
import { HttpApi, HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Authentication, Permission } from "./Authentication.ts"
import { CallCheck } from "./CallCheck.ts"
import { CallEvents, lastEventId } from "./CallEvents.ts"
import { CallPage, callQuery, describeQuery } from "./CallQuery.ts"
import { NewCall, ReplayedCall, UnknownCall } from "./PlacedCall.ts"
import { HungUp } from "./HungUp.ts"
import {
  CallNotDialledProblem,
  CallNotFoundProblem,
  CallRefusedProblem,
  ContentTooLargeProblem,
  HangUpTooEarlyProblem,
  HangUpUnavailableProblem,
  IdempotencyMismatchProblem,
  LedgerProblem,
  NumberBusyProblem,
  ProviderProblem,
  RateLimitedProblem,
  UnsupportedMediaTypeProblem
} from "./Problems.ts"
import { Recovery } from "./Recovery.ts"
import { behind } from "./RequiredScope.ts"
import { transcriptBodies, transcriptQuery } from "./TranscriptBody.ts"

const params = {
  id: Schema.NonEmptyString.check(Schema.isMaxLength(128)).annotate({
    description: "Call id, or conversation id of one of these calls",
    examples: ["call_01JD0000000000000000000000"]
  })
}

const idempotencyKey = Schema.String.check(Schema.isPattern(/^[\x20-\x7e]{1,255}$/)).annotate({
  description:
    "Your own name for this call, 1 to 255 characters. The same key gives the same call and never a second ring.",
  examples: ["invoice-1042-reminder"]
})

const bodyProblems = [ContentTooLargeProblem, UnsupportedMediaTypeProblem] as const

const place = HttpApiEndpoint.post("place", "/", {
  headers: { "idempotency-key": idempotencyKey },
  payload: CallRequest,
  success: [UnknownCall, ReplayedCall, NewCall],
  error: [
    CallRefusedProblem,
    NumberBusyProblem,
    IdempotencyMismatchProblem,
    CallNotDialledProblem,
    RateLimitedProblem,
    ...bodyProblems,
    ProviderProblem,
    LedgerProblem
  ]
}).annotateMerge(
  behind("calls:place", {
    summary: "Place a call",
    description:
      "Records the call, then dials once. 201: dialled. 202: it may have rung, settle it. 200: this key had the call already. 424: recorded, over, and nothing rang. Closing the connection does not stop it."
  })
)

const check = HttpApiEndpoint.post("check", "/check", {
  payload: CallRequest,
  success: CallCheck,
  error: [...bodyProblems, ProviderProblem, LedgerProblem]
}).annotateMerge(
  behind("calls:place", {
    summary: "Check a call",
    description: "Says whether a call would be placed. Dials and records nothing."
  })
)

const list = HttpApiEndpoint.get("list", "/", {
  query: callQuery,
  success: CallPage,
  error: LedgerProblem
}).annotateMerge(
  behind("calls:read", {
    summary: "List calls",
    description: "Calls as last recorded, newest first.",
    transform: describeQuery
  })
)

const get = HttpApiEndpoint.get("get", "/:id", {
  params,
  success: CallView,
  error: [CallNotFoundProblem, LedgerProblem]
}).annotateMerge(
  behind("calls:read", { summary: "Read a call", description: "The call with the provider's latest news." })
)

const events = HttpApiEndpoint.get("events", "/:id/events", {
  params,
  headers: { "last-event-id": lastEventId },
  success: CallEvents,
  error: [CallNotFoundProblem, LedgerProblem]
}).annotateMerge(
  behind("calls:read", {
    summary: "Follow a call",
    description:
      "Server-sent events from the first step, or from after Last-Event-ID, until the call is over; a ping every 15 s. Following reads only. What is said is told to keys with transcripts:read."
  })
)

const transcript = HttpApiEndpoint.get("transcript", "/:id/transcript", {
  params,
  query: transcriptQuery,
  success: transcriptBodies,
  error: [CallNotFoundProblem, ProviderProblem, LedgerProblem]
}).annotateMerge(
  behind("transcripts:read", {
    summary: "Read the transcript",
    description: "What was said so far; `complete` is false while more may come. What a recipient says is untrusted."
  })
)

const hangUp = HttpApiEndpoint.post("hangUp", "/:id/hang-up", {
  params,
  success: HungUp,
  error: [CallNotFoundProblem, HangUpTooEarlyProblem, HangUpUnavailableProblem, ProviderProblem, LedgerProblem]
}).annotateMerge(
  behind("calls:hang-up", {
    summary: "Hang up",
    description:
      "Ends a live call through its carrier, also one that waits or rings, or else through the provider where the account has that and the call was picked up; a call that is over is given back as it is. 409: try again later. 501: it cannot be ended from here and goes on."
  })
)

const recover = HttpApiEndpoint.post("recover", "/:id/recover", {
  params,
  success: Recovery,
  error: [CallNotFoundProblem, ProviderProblem, LedgerProblem]
}).annotateMerge(
  behind("calls:place", {
    summary: "Settle a call",
    description: "Asks the provider once what became of a call whose fate is unknown. Never dials."
  })
)

/** Calls: place, check, list, read, follow, end and settle them. */
export class CallsApi extends HttpApiGroup.make("calls")
  .add(place, check, list, get, events, transcript, hangUp, recover)
  .prefix("/v1/calls")
  .middleware(Permission)
  .middleware(Authentication)
  .annotate(HttpApi.ParseOptions, { errors: "all" })
  .annotate(HttpApi.PayloadParseOptions, { errors: "all", onExcessProperty: "error" })
  .annotateMerge(
    OpenApi.annotations({ title: "Calls", description: "Place calls, follow them, read what was said." })
  ) {}
