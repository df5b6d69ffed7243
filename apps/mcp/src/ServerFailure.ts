import { notFoundBy } from "@outbound-call/api/MissingPart"
import { isProblem, type RequestError, type ToldProblem } from "@outbound-call/api/ServerAnswer"
import { ApprovalDecision } from "@outbound-call/core/Approval"
import { ApprovalClosed, ApprovalUnproved, IdempotencyMismatch, InvalidRequest } from "@outbound-call/core/CallErrors"
import type { CallId } from "@outbound-call/core/CallIds"
import { DateTime, Option, Schema } from "effect"
import { hangUpFix, providerFix, refusalFix } from "./Fixes.ts"
import { type Failure, ToolError, toolWord } from "./ToolError.ts"

/** Why a server could not do what was asked, in the words that the tools have for the core's own errors. */
export const failureAt =
  (url: string, id = "") =>
  (error: RequestError): Failure => {
    if (isProblem(error)) return failureOf(error, id)
    return new ToolError(
      error._tag === "HttpClientError"
        ? {
            code: "server_unreachable",
            sentence: `The server at ${url} cannot be reached; no phone rang because of this.`,
            fix: "Try again; if it stays so, tell the person that the calling server is away."
          }
        : {
            code: "server_unreadable",
            sentence: `What answers at ${url} is no Outbound Call Service of this version.`,
            fix: "Tell the person to check OUTBOUND_URL."
          }
    )
  }

const failureOf = (problem: ToldProblem, id: string): Failure => {
  const { call_id: callId = null, code, errors, phone_may_have_rung: mayHaveRung } = problem
  const notBefore = problem.not_before === undefined ? null : DateTime.formatIso(problem.not_before)
  const retryAfterSeconds = problem.retry_after_seconds ?? null
  const told = (given: { readonly code?: string; readonly fix: string }) =>
    new ToolError({ code: toolWord(code), sentence: withoutCommands(problem.detail ?? code), ...given })
  switch (problem.type.split(":").at(-1)) {
    case "invalid-request":
      return new InvalidRequest({ problems: errors ?? [] })
    case "call-not-found":
      return notFoundBy(code, id)
    case "idempotency-key-reused":
      return callId === null ? told({ fix: "Take a new key." }) : new IdempotencyMismatch({ callId })
    case "approval-closed":
      return callId === null ? told({ fix: "See it with get_call." }) : closedAs(code, callId)
    case "approval-unproved":
      return callId === null ? told({ fix: "See it with get_call." }) : unprovedAs(code, callId)
    case "call-refused":
    case "number-busy":
    case "rate-limited":
      return told({
        fix:
          callId === null
            ? refusalFix(code, { notBefore, retryAfterSeconds })
            : `Follow that call with wait_for_call {"call_id":"${callId}"}; do not place another.`
      })
    case "hang-up-too-early":
    case "hang-up-unavailable":
      return told({ code: "hang_up_unavailable", fix: hangUpFix(code.replace(/^hang-up-/, "")) })
    case "provider-unavailable":
      return told({
        fix: providerFix(code.replace(/^(provider|carrier)-/, ""), {
          carrier: code.startsWith("carrier-"),
          retryAfterSeconds
        })
      })
    case "unauthorized":
      return told({ fix: "Tell the person to set OUTBOUND_API_KEY to a key of the server that is good." })
    case "scope-missing":
      return told({ fix: "Tell the person which scope the key in OUTBOUND_API_KEY lacks." })
    default:
      return told({
        fix: mayHaveRung
          ? "Do not place the call again: repeat place_call only with the same idempotency_key, and tell the person."
          : "Try again; if it stays so, tell the person."
      })
  }
}

const closedAs = (code: string, callId: CallId) => {
  const decision = Option.getOrNull(decodeDecision(code.replace("approval-", "")))
  return new ApprovalClosed({ callId, status: "over", decision })
}

const unprovedAs = (code: string, callId: CallId) =>
  new ApprovalUnproved({
    callId,
    reason: Option.getOrElse(decodeReason(code.replace("approval-", "")), () => "other-request")
  })

const decodeReason = Schema.decodeUnknownOption(ApprovalUnproved.fields.reason)

const decodeDecision = Schema.decodeUnknownOption(ApprovalDecision)

/** Without the sentences that name commands and routes, which a model has not. */
const withoutCommands = (text: string): string =>
  text
    .split(/(?<=[.!?]) /)
    .filter((sentence) => !/`outbound|\/v1\//.test(sentence))
    .join(" ") || "The server said no."

/** It was sent, and its answer was lost. */
export const lostAt = (url: string): ToolError =>
  new ToolError({
    code: "connection_lost",
    sentence: `The connection to ${url} broke after the call was asked for; the phone may ring.`,
    fix: "Repeat place_call with the same arguments and idempotency_key: that finds this call and never rings it again."
  })
