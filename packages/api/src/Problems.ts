import { KeyScope } from "@outbound-call/core/ApiKey"
import { CallView } from "@outbound-call/core/Call"
import { CallId } from "@outbound-call/core/CallIds"
import { Verdict } from "@outbound-call/core/policy/Verdict"
import { Schema } from "effect"
import { HttpApiError } from "effect/http-api"
import { problemMembers, problemType, RequestIssue } from "./ProblemMembers.ts"

/** The request cannot be understood, or cannot be dialled as it is written; `errors` lists everything at once. */
export class InvalidRequestProblem extends HttpApiError.Problem<InvalidRequestProblem>()(
  "InvalidRequestProblem",
  { type: problemType("invalid-request"), status: 400, title: "The request is not valid" },
  { ...problemMembers, errors: Schema.Array(RequestIssue) }
) {}

/** Our own policy said no; `code` is the rule. Nothing was dialled. */
export class CallRefusedProblem extends HttpApiError.Problem<CallRefusedProblem>()(
  "CallRefusedProblem",
  { type: problemType("call-refused"), status: 403, title: "The call is refused by policy" },
  {
    ...problemMembers,
    verdicts: Schema.optionalKey(
      Schema.Array(Verdict).annotate({ description: "What every rule of the policy says of the call" })
    ),
    not_before: Schema.optionalKey(Schema.DateTimeUtcFromString)
  }
) {}

/** The number has a live call already, `call_id`. Nothing was dialled for this request. */
export class NumberBusyProblem extends HttpApiError.Problem<NumberBusyProblem>()(
  "NumberBusyProblem",
  { type: problemType("number-busy"), status: 409, title: "The number has a live call" },
  { ...problemMembers, call_id: Schema.NullOr(CallId) }
) {}

/** The idempotency key belongs to `call_id`, which had another request. Nothing was dialled. */
export class IdempotencyMismatchProblem extends HttpApiError.Problem<IdempotencyMismatchProblem>()(
  "IdempotencyMismatchProblem",
  {
    type: problemType("idempotency-key-reused"),
    status: 422,
    title: "The idempotency key was used for another request"
  },
  { ...problemMembers, call_id: CallId }
) {}

/**
 * The call is recorded and over, and no phone rang: the provider said no (`rejected`), or the request never left
 * (`not-sent`). `call` is the record.
 */
export class CallNotDialledProblem extends HttpApiError.Problem<CallNotDialledProblem>()(
  "CallNotDialledProblem",
  { type: problemType("call-not-dialled"), status: 424, title: "The provider did not take the call" },
  { ...problemMembers, call: CallView, replayed: Schema.Boolean }
) {}

/** Neither the ledger nor the provider knows the id. Says nothing about any phone. */
export class CallNotFoundProblem extends HttpApiError.Problem<CallNotFoundProblem>()(
  "CallNotFoundProblem",
  { type: problemType("call-not-found"), status: 404, title: "No such call" },
  problemMembers
) {}

/** The provider's account has no such agent. */
export class AgentNotFoundProblem extends HttpApiError.Problem<AgentNotFoundProblem>()(
  "AgentNotFoundProblem",
  { type: problemType("agent-not-found"), status: 404, title: "No such agent" },
  problemMembers
) {}

/** The call needs no person's word: it is over, or still takes its course. Nothing changed. */
export class CallNotResolvableProblem extends HttpApiError.Problem<CallNotResolvableProblem>()(
  "CallNotResolvableProblem",
  { type: problemType("call-not-resolvable"), status: 409, title: "The call needs no verdict" },
  { ...problemMembers, call_id: CallId }
) {}

/** The call does not wait for a person: it was decided, its time was up, or it needed none. Nothing was dialled by this. */
export class ApprovalClosedProblem extends HttpApiError.Problem<ApprovalClosedProblem>()(
  "ApprovalClosedProblem",
  { type: problemType("approval-closed"), status: 409, title: "The call waits for nobody" },
  { ...problemMembers, call_id: CallId }
) {}

/** This is no person's yes to this call. Nothing was dialled, and it still waits. */
export class ApprovalUnprovedProblem extends HttpApiError.Problem<ApprovalUnprovedProblem>()(
  "ApprovalUnprovedProblem",
  { type: problemType("approval-unproved"), status: 422, title: "The approval does not fit the call" },
  { ...problemMembers, call_id: CallId }
) {}

/** The ledger does not hold the event after which to go on: events may be missing. */
export class CursorExpiredProblem extends HttpApiError.Problem<CursorExpiredProblem>()(
  "CursorExpiredProblem",
  { type: problemType("cursor-expired"), status: 410, title: "The event is not in the ledger" },
  problemMembers
) {}

/** The recording is shorter than where the range begins; `length` is its length in bytes. */
export class RangeNotSatisfiableProblem extends HttpApiError.Problem<RangeNotSatisfiableProblem>()(
  "RangeNotSatisfiableProblem",
  { type: problemType("range-not-satisfiable"), status: 416, title: "The range is outside the recording" },
  { ...problemMembers, length: Schema.Int }
) {}

/** No form of the transcript is one that `Accept` names. */
export class NotAcceptableProblem extends HttpApiError.Problem<NotAcceptableProblem>()(
  "NotAcceptableProblem",
  { type: problemType("not-acceptable"), status: 406, title: "No such form" },
  problemMembers
) {}

/** The call cannot be ended yet: it was not dialled, or it is not known which telephone call is its own. */
export class HangUpTooEarlyProblem extends HttpApiError.Problem<HangUpTooEarlyProblem>()(
  "HangUpTooEarlyProblem",
  { type: problemType("hang-up-too-early"), status: 409, title: "The call cannot be hung up yet" },
  { ...problemMembers, call_id: CallId }
) {}

/** The call goes on: with this set-up it cannot be ended from here. */
export class HangUpUnavailableProblem extends HttpApiError.Problem<HangUpUnavailableProblem>()(
  "HangUpUnavailableProblem",
  { type: problemType("hang-up-unavailable"), status: 501, title: "The call cannot be hung up from here" },
  { ...problemMembers, call_id: CallId }
) {}

/** The provider could not be read; `code` says why. Reading rings nobody, and a dial is never answered so. */
export class ProviderProblem extends HttpApiError.Problem<ProviderProblem>()(
  "ProviderProblem",
  { type: problemType("provider-unavailable"), status: 502, title: "The provider could not be read" },
  { ...problemMembers, retry_after_seconds: Schema.NullOr(Schema.Finite) }
) {}

/** The record of calls failed. `phone_may_have_rung` says whether a dial had begun. */
export class LedgerProblem extends HttpApiError.Problem<LedgerProblem>()(
  "LedgerProblem",
  { type: problemType("ledger-unavailable"), status: 503, title: "The record of calls failed" },
  problemMembers
) {}

/** The service asks for a key, and the request brought none that is good. */
export class UnauthorizedProblem extends HttpApiError.Problem<UnauthorizedProblem>()(
  "UnauthorizedProblem",
  { type: problemType("unauthorized"), status: 401, title: "A key is needed" },
  problemMembers
) {}

/** The key is good, but may not do this: it lacks `scope`. */
export class ScopeMissingProblem extends HttpApiError.Problem<ScopeMissingProblem>()(
  "ScopeMissingProblem",
  { type: problemType("scope-missing"), status: 403, title: "The key may not do this" },
  { ...problemMembers, scope: KeyScope }
) {}

/** The key has done as much as it may for now; there is room again after `retry_after_seconds`. */
export class RateLimitedProblem extends HttpApiError.Problem<RateLimitedProblem>()(
  "RateLimitedProblem",
  { type: problemType("rate-limited"), status: 429, title: "The key's limit is reached" },
  { ...problemMembers, retry_after_seconds: Schema.Int }
) {}

/** A web page of another origin, or another name for this machine, has nothing to ask here. */
export class ForeignRequestProblem extends HttpApiError.Problem<ForeignRequestProblem>()(
  "ForeignRequestProblem",
  { type: problemType("foreign-request"), status: 403, title: "The request comes from somewhere else" },
  problemMembers
) {}

export class RouteNotFoundProblem extends HttpApiError.Problem<RouteNotFoundProblem>()(
  "RouteNotFoundProblem",
  { type: problemType("route-not-found"), status: 404, title: "No such route" },
  problemMembers
) {}

export class MethodNotAllowedProblem extends HttpApiError.Problem<MethodNotAllowedProblem>()(
  "MethodNotAllowedProblem",
  { type: problemType("method-not-allowed"), status: 405, title: "The route has no such method" },
  problemMembers
) {}

export class ContentTooLargeProblem extends HttpApiError.Problem<ContentTooLargeProblem>()(
  "ContentTooLargeProblem",
  { type: problemType("content-too-large"), status: 413, title: "The body is too large" },
  problemMembers
) {}

export class UnsupportedMediaTypeProblem extends HttpApiError.Problem<UnsupportedMediaTypeProblem>()(
  "UnsupportedMediaTypeProblem",
  { type: problemType("unsupported-media-type"), status: 415, title: "The body is not JSON" },
  problemMembers
) {}

/** The webhook is not signed by the provider, or not of late. Nothing of it is believed. */
export class WebhookSignatureProblem extends HttpApiError.Problem<WebhookSignatureProblem>()(
  "WebhookSignatureProblem",
  { type: problemType("webhook-signature"), status: 401, title: "The webhook is not signed as it must be" },
  problemMembers
) {}

/** This service has no secret to check webhooks with, and takes none. */
export class WebhookClosedProblem extends HttpApiError.Problem<WebhookClosedProblem>()(
  "WebhookClosedProblem",
  { type: problemType("webhooks-closed"), status: 503, title: "Webhooks are not set up" },
  problemMembers
) {}

/** A fault of this service. What it means for a phone is not known here. */
export class InternalProblem extends HttpApiError.Problem<InternalProblem>()(
  "InternalProblem",
  { type: problemType("internal-error"), status: 500, title: "This service failed" },
  problemMembers
) {}
