import type { CallView } from "@outbound-call/core/Call"
import type {
  AgentNotFound,
  ApprovalClosed,
  ApprovalUnproved,
  CallNotFound,
  CallNotResolvable,
  CallRefused,
  CursorExpired,
  HangUpUnavailable,
  IdempotencyMismatch,
  InvalidRequest,
  LedgerError,
  ProviderError
} from "@outbound-call/core/CallErrors"
import { codeOfMissing } from "./MissingPart.ts"
import {
  AgentNotFoundProblem,
  ApprovalClosedProblem,
  ApprovalUnprovedProblem,
  CallNotDialledProblem,
  CallNotFoundProblem,
  CallNotResolvableProblem,
  CallRefusedProblem,
  CursorExpiredProblem,
  HangUpTooEarlyProblem,
  HangUpUnavailableProblem,
  IdempotencyMismatchProblem,
  InvalidRequestProblem,
  LedgerProblem,
  NumberBusyProblem,
  ProviderProblem,
  RateLimitedProblem
} from "./Problems.ts"

interface Errors {
  readonly InvalidRequest: InvalidRequest
  readonly CallRefused: CallRefused
  readonly IdempotencyMismatch: IdempotencyMismatch
  readonly CallNotFound: CallNotFound
  readonly CallNotResolvable: CallNotResolvable
  readonly ApprovalClosed: ApprovalClosed
  readonly ApprovalUnproved: ApprovalUnproved
  readonly CursorExpired: CursorExpired
  readonly AgentNotFound: AgentNotFound
  readonly HangUpUnavailable: HangUpUnavailable
  readonly ProviderError: ProviderError
  readonly LedgerError: LedgerError
}

interface ProblemFor {
  readonly InvalidRequest: InvalidRequestProblem
  readonly CallRefused: CallRefusedProblem | NumberBusyProblem | RateLimitedProblem
  readonly IdempotencyMismatch: IdempotencyMismatchProblem
  readonly CallNotFound: CallNotFoundProblem
  readonly CallNotResolvable: CallNotResolvableProblem
  readonly ApprovalClosed: ApprovalClosedProblem
  readonly ApprovalUnproved: ApprovalUnprovedProblem
  readonly CursorExpired: CursorExpiredProblem
  readonly AgentNotFound: AgentNotFoundProblem
  readonly HangUpUnavailable: HangUpTooEarlyProblem | HangUpUnavailableProblem
  readonly ProviderError: ProviderProblem
  readonly LedgerError: LedgerProblem
}

/** The problem that an error of the core is shown as: its message, its meaning for the phone, and the next request. */
export const problemOf = <Tag extends keyof Errors>(error: Errors[Tag] & { readonly _tag: Tag }): ProblemFor[Tag] => {
  const tag: Tag = error._tag
  return problems[tag](error)
}

/** Nothing rang because of this request, and sending it again rings nobody twice. */
const silent = { phone_may_have_rung: false, retry_safe: true }

const problems: { readonly [Tag in keyof Errors]: (error: Errors[Tag]) => ProblemFor[Tag] } = {
  InvalidRequest: ({ message, problems: errors }) =>
    new InvalidRequestProblem({
      ...silent,
      detail: message,
      code: "invalid-request",
      next_step: "Correct what `errors` names and send the request again.",
      errors
    }),
  CallRefused: (error) => {
    const { callId, code, message, nextStep, retryAfterSeconds = 60 } = error
    const refused = { ...silent, detail: message, code }
    if (code === "rate-limited") {
      return new RateLimitedProblem({ ...refused, next_step: nextStep, retry_after_seconds: retryAfterSeconds })
    }
    if (code !== "number-busy") return policyRefusal(error)
    const next_step =
      callId === null
        ? nextStep
        : `Wait until GET /v1/calls/${callId} shows it over, or settle an unknown one with POST /v1/calls/${callId}/recover.`
    return new NumberBusyProblem({ ...refused, next_step, call_id: callId })
  },
  IdempotencyMismatch: ({ callId, erased, message }) =>
    new IdempotencyMismatchProblem({
      ...silent,
      detail: message,
      code: "idempotency-key-reused",
      next_step:
        erased === true
          ? "Choose a new key, if the person may be called again."
          : "Send the first request unchanged, or choose a new key.",
      call_id: callId
    }),
  CallNotFound: ({ id, message, missing }) =>
    new CallNotFoundProblem({
      ...silent,
      detail: message,
      code: missing === undefined ? "call-not-found" : codeOfMissing[missing],
      next_step:
        missing === undefined || missing === "erased"
          ? "List what is known with GET /v1/calls."
          : `See how the call stands with GET /v1/calls/${id}.`
    }),
  CallNotResolvable: ({ callId, message }) =>
    new CallNotResolvableProblem({
      ...silent,
      detail: message,
      code: "call-not-resolvable",
      next_step: `See how the call stands with GET /v1/calls/${callId}.`,
      call_id: callId
    }),
  ApprovalClosed: ({ callId, decision, message }) =>
    new ApprovalClosedProblem({
      ...silent,
      detail: message,
      code: `approval-${decision ?? "not-needed"}`,
      next_step: `See how the call stands with GET /v1/calls/${callId}.`,
      call_id: callId
    }),
  ApprovalUnproved: ({ callId, message, reason }) =>
    new ApprovalUnprovedProblem({
      ...silent,
      detail: message,
      code: `approval-${reason}`,
      next_step: `Read what would be dialled with GET /v1/calls/${callId}/approval.`,
      call_id: callId
    }),
  CursorExpired: ({ message }) =>
    new CursorExpiredProblem({
      ...silent,
      detail: message,
      code: "cursor-expired",
      next_step: "Read the calls anew with GET /v1/calls, then follow without Last-Event-ID."
    }),
  AgentNotFound: ({ message }) =>
    new AgentNotFoundProblem({
      ...silent,
      detail: message,
      code: "agent-not-found",
      next_step: "List the agents with GET /v1/agents."
    }),
  HangUpUnavailable: ({ callId, message, reason }) =>
    reason === "no-call-sid"
      ? new HangUpTooEarlyProblem({
          ...silent,
          detail: message,
          code: `hang-up-${reason}`,
          next_step: `Settle it with POST /v1/calls/${callId}/recover, then hang up again.`,
          call_id: callId
        })
      : new HangUpUnavailableProblem({
          ...silent,
          detail: message,
          code: `hang-up-${reason}`,
          next_step:
            reason === "no-credentials"
              ? "Give the service its Twilio credentials, or end the call in Twilio's console."
              : "End the call at its carrier; it also ends at its maximum duration.",
          call_id: callId
        }),
  ProviderError: ({ carrier, message, reason, retryAfterSeconds }) =>
    new ProviderProblem({
      ...silent,
      detail: message,
      code: `${carrier === true ? "carrier" : "provider"}-${reason}`,
      next_step: carrier === true ? carrierAdvice[reason] : providerAdvice[reason],
      retry_after_seconds: retryAfterSeconds
    }),
  LedgerError: ({ message, phoneMayHaveRung }) =>
    new LedgerProblem({
      phone_may_have_rung: phoneMayHaveRung,
      retry_safe: true,
      detail: message,
      code: "ledger-unavailable",
      next_step:
        "Send the same request with the same idempotency key again: a call that was recorded is not dialled again."
    })
}

/** The refusal of a call by the policy. */
export const policyRefusal = ({ code, message, nextStep, notBefore, verdicts }: CallRefused): CallRefusedProblem =>
  new CallRefusedProblem({
    ...silent,
    detail: message,
    code,
    next_step: nextStep,
    ...(verdicts === undefined ? {} : { verdicts }),
    ...(notBefore === undefined ? {} : { not_before: notBefore })
  })

const providerAdvice: Record<ProviderError["reason"], string> = {
  unauthorized: "Correct the provider's key in the service's configuration.",
  forbidden: "Give the provider's key the permission that it lacks.",
  "not-found": "Check the id, and that the service's key belongs to its workspace.",
  "rate-limited": "Send the request again later.",
  unavailable: "Send the request again.",
  unreadable: "Send the request again; if it stays so, report it with `detail`."
}

const carrierAdvice: Record<ProviderError["reason"], string> = {
  ...providerAdvice,
  unauthorized: "Correct the Twilio credentials in the service's configuration.",
  forbidden: "Give the service a Twilio key that may read and end calls.",
  "not-found": "Give the service the credentials of the Twilio account that owns the calling number."
}

/** The problem of a call that is recorded, over, and rang nobody. */
export const notDialled = (call: CallView, replayed: boolean): CallNotDialledProblem =>
  new CallNotDialledProblem({
    phone_may_have_rung: call.phoneMayHaveRung,
    retry_safe: true,
    detail: call.problem?.message ?? "The dial came to nothing.",
    code: call.problem?.code ?? "call-not-dialled",
    next_step: "Correct the cause, then place a new call with a new idempotency key; this key keeps giving this call.",
    call,
    replayed
  })
