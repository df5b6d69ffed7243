import { notFoundBy } from "@outbound-call/api/MissingPart"
import { isProblem, type RequestError, type ToldProblem } from "@outbound-call/api/ServerAnswer"
import { CallNotFound, IdempotencyMismatch, InvalidRequest } from "@outbound-call/core/CallErrors"
import { SuppressionNotFound } from "@outbound-call/core/SuppressionErrors"
import type { CommandError, Failure } from "./Failure.ts"
import { hangUpAdvice } from "./HangUpAdvice.ts"
import { connectionFailure, notThisService } from "./ConnectionFailure.ts"
import type { Asked } from "./Asked.ts"
import { ServerProblem } from "./ServerProblem.ts"

/** The failure that a command ends with: where the core has the same error, it is that one, with the same words. */
export const failureFrom =
  (asked: Asked) =>
  (error: RequestError): CommandError => {
    if (isProblem(error)) return problemFailure(error, asked)
    if (error._tag !== "SchemaError") return connectionFailure(error, asked.url)
    return (asked.id ?? "").length > longestId ? new CallNotFound({ id: asked.id ?? "" }) : notThisService(asked.url)
  }

/** What is longer is no id of the contract, and was not sent. */
const longestId = 128

const problemFailure = (problem: ToldProblem, { hasKey, id = "" }: Asked): CommandError => {
  const { call_id: callId, code, errors, next_step: nextStep, phone_may_have_rung, retry_safe } = problem
  const message = problem.detail ?? problem.code
  const base: Failure = {
    code: codeOf(code),
    message,
    phoneMayHaveRung: phone_may_have_rung,
    retrySafe: retry_safe,
    nextStep,
    ending: "other"
  }
  const told = (failure: Partial<Failure>) => new ServerProblem({ failure: { ...base, ...failure } })
  /** The core's messages say what to do; these leave it to `nextStep`, which people do not see. */
  const advised = (failure: Partial<Failure>) => {
    const { nextStep: advice, ...rest } = { ...base, ...failure }
    return new ServerProblem({ failure: { ...rest, message: `${rest.message} ${advice}`, nextStep: advice } })
  }
  switch (problem.type.split(":").at(-1)) {
    case "invalid-request":
      return new InvalidRequest({ problems: errors ?? [] })
    case "call-not-found":
      return notFoundBy(code, id)
    case "suppression-not-found":
      return new SuppressionNotFound({ id })
    case "idempotency-key-reused":
      return callId === undefined || callId === null ? told({}) : new IdempotencyMismatch({ callId })
    case "call-refused":
    case "number-busy":
    case "rate-limited":
      return adviceIn(message) === undefined
        ? advised({ code, ending: "refused", callId: callId ?? null })
        : told({ code, ending: "refused", nextStep: adviceIn(message) ?? nextStep, callId: callId ?? null })
    case "call-not-resolvable":
      return told({ code: "CallNotResolvable", nextStep: `See \`outbound show ${callId}\`.`, callId: callId ?? null })
    case "approval-closed":
      return told({
        code: "ApprovalClosed",
        ending: "refused",
        nextStep: `See \`outbound show ${callId}\`.`,
        callId: callId ?? null
      })
    case "approval-unproved":
      return told({
        code: "ApprovalUnproved",
        ending: "refused",
        nextStep: "See `outbound approvals`.",
        callId: callId ?? null
      })
    case "hang-up-too-early":
    case "hang-up-unavailable":
      return told({
        code: "HangUpUnavailable",
        phoneMayHaveRung: true,
        retrySafe: false,
        nextStep: hangUpAdvice[reasonIn(code)](callId ?? id),
        callId: callId ?? null
      })
    case "provider-unavailable":
      return told({
        code: "ProviderError",
        ending: /-(unauthorized|forbidden)$/.test(code) ? "configuration" : "other",
        nextStep: "Run `outbound doctor`."
      })
    case "ledger-unavailable":
      return phone_may_have_rung
        ? told({
            code: "LedgerError",
            retrySafe: false,
            ending: "unknown",
            nextStep: "Do not call again. Run `outbound doctor`, then `outbound calls`."
          })
        : told({ code: "LedgerError", nextStep: "Run `outbound doctor`." })
    case "unauthorized":
      return advised({
        ending: "configuration",
        message: hasKey ? `OUTBOUND_API_KEY is refused: ${message}` : message,
        nextStep: hasKey
          ? "Set OUTBOUND_API_KEY to a key that is good; whoever runs the server makes one with `outbound keys create`."
          : "Set OUTBOUND_API_KEY to a key of the server; whoever runs it makes one with `outbound keys create`."
      })
    case "scope-missing":
    case "foreign-request":
      return advised({ ending: "configuration" })
    case "internal-error":
      return advised({ ending: phone_may_have_rung ? "unknown" : "other" })
    default:
      return advised({})
  }
}

/** The code of a problem as the codes of errors are written: `scope-missing` is `ScopeMissing`. */
const codeOf = (code: string): string => code.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** A refusal of the core ends with what to do; the contract's own advice names routes. */
const adviceIn = (message: string): string | undefined => {
  const advice = message.split(" No phone rang for this request.")[1]?.trim()
  return advice === "" ? undefined : advice
}

const reasonIn = (code: string): keyof typeof hangUpAdvice => {
  const reason = code.replace(/^hang-up-/, "")
  return isReason(reason) ? reason : "no-call-sid"
}

const isReason = (reason: string): reason is keyof typeof hangUpAdvice => Object.hasOwn(hangUpAdvice, reason)
