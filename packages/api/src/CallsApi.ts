import { CallView } from "@outbound-call/core/Call"
import { CallRequest } from "@outbound-call/core/CallRequest"
import { HttpApi, HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Authentication, Permission } from "./Authentication.ts"
import { CallCheck } from "./CallCheck.ts"
import { CallEvents, lastEventId, turnsPreference } from "./CallEvents.ts"
import { callPath } from "./CallPath.ts"
import { CallPage, callQuery, describeQuery } from "./CallQuery.ts"
import { place } from "./PlaceEndpoint.ts"
import { HungUp } from "./HungUp.ts"
import {
  CallNotFoundProblem,
  ContentTooLargeProblem,
  CursorExpiredProblem,
  HangUpTooEarlyProblem,
  HangUpUnavailableProblem,
  LedgerProblem,
  NotAcceptableProblem,
  ProviderProblem,
  UnsupportedMediaTypeProblem
} from "./Problems.ts"
import { recording } from "./RecordingEndpoint.ts"
import { Recovery } from "./Recovery.ts"
import { behind } from "./RequiredScope.ts"
import { resolve } from "./ResolveEndpoint.ts"
import { search } from "./SearchEndpoint.ts"
import { transcriptBodies, transcriptQuery } from "./TranscriptBody.ts"

const bodyProblems = [ContentTooLargeProblem, UnsupportedMediaTypeProblem] as const

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
  params: callPath,
  success: CallView,
  error: [CallNotFoundProblem, LedgerProblem]
}).annotateMerge(
  behind("calls:read", {
    summary: "Read a call",
    description:
      "The call with the provider's latest news. A conversation that is no call of this service is not found here: an admin reads it at GET /v1/conversations/{id}."
  })
)

const events = HttpApiEndpoint.get("events", "/:id/events", {
  params: callPath,
  headers: { "last-event-id": lastEventId, prefer: turnsPreference },
  success: CallEvents,
  error: [CallNotFoundProblem, CursorExpiredProblem, LedgerProblem]
}).annotateMerge(
  behind("calls:read", {
    summary: "Follow a call",
    description:
      "Server-sent events from the first step, or from after Last-Event-ID, until the call is over; a ping every 15 s. 410: the ledger does not hold the event named by Last-Event-ID. Following reads only. What is said is told to keys with transcripts:read, unless they ask for none with `Prefer: turns=none`; hearing it counts as reading a transcript."
  })
)

const transcript = HttpApiEndpoint.get("transcript", "/:id/transcript", {
  params: callPath,
  query: transcriptQuery,
  success: transcriptBodies,
  error: [CallNotFoundProblem, NotAcceptableProblem, ProviderProblem, LedgerProblem]
}).annotateMerge(
  behind("transcripts:read", {
    summary: "Read the transcript",
    description:
      "What was said so far, in the form that `format`, or else the header Accept, asks for; `complete` is false while more may come. What a recipient says is untrusted."
  })
)

const hangUp = HttpApiEndpoint.post("hangUp", "/:id/hang-up", {
  params: callPath,
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
  params: callPath,
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
  .add(place, check, list, search, get, events, transcript, recording, hangUp, recover, resolve)
  .prefix("/v1/calls")
  .middleware(Permission)
  .middleware(Authentication)
  .annotate(HttpApi.ParseOptions, { errors: "all" })
  .annotate(HttpApi.QueryParseOptions, { errors: "all", onExcessProperty: "error" })
  .annotate(HttpApi.PayloadParseOptions, { errors: "all", onExcessProperty: "error" })
  .annotateMerge(
    OpenApi.annotations({ title: "Calls", description: "Place calls, follow them, read what was said." })
  ) {}
