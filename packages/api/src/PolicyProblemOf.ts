import type { CallRefused, InvalidRequest, LedgerError } from "@outbound-call/core/CallErrors"
import type { MayNotReopen } from "@outbound-call/core/ReopenErrors"
import type { SuppressionNotFound } from "@outbound-call/core/SuppressionErrors"
import { CallRefusedProblem, InvalidRequestProblem, LedgerProblem } from "./Problems.ts"
import { MayNotReopenProblem } from "./MayNotReopenProblem.ts"
import { SuppressionNotFoundProblem } from "./SuppressionProblem.ts"

interface Errors {
  readonly InvalidRequest: InvalidRequest
  readonly CallRefused: CallRefused
  readonly SuppressionNotFound: SuppressionNotFound
  readonly MayNotReopen: MayNotReopen
  readonly LedgerError: LedgerError
}

interface ProblemFor {
  readonly InvalidRequest: InvalidRequestProblem
  readonly CallRefused: CallRefusedProblem
  readonly SuppressionNotFound: SuppressionNotFoundProblem
  readonly MayNotReopen: MayNotReopenProblem
  readonly LedgerError: LedgerProblem
}

/** The problem that an error about the policy or its lists is shown as. None of them rang a phone. */
export const policyProblemOf = <Tag extends keyof Errors>(
  error: Errors[Tag] & { readonly _tag: Tag }
): ProblemFor[Tag] => {
  const tag: Tag = error._tag
  return problems[tag](error)
}

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
  CallRefused: ({ code, message, nextStep }) =>
    new CallRefusedProblem({ ...silent, detail: message, code, next_step: nextStep }),
  SuppressionNotFound: ({ message }) =>
    new SuppressionNotFoundProblem({
      ...silent,
      detail: message,
      code: "suppression-not-found",
      next_step: "List the entries with GET /v1/suppressions, or look a number up with POST /v1/suppressions/check."
    }),
  MayNotReopen: ({ message }) =>
    new MayNotReopenProblem({
      ...silent,
      detail: message,
      code: "may-not-reopen",
      next_step:
        "A person looks at the last calls, and reopens with a key that has policy:write and may not place calls."
    }),
  LedgerError: ({ message }) =>
    new LedgerProblem({
      ...silent,
      detail: message,
      code: "ledger-unavailable",
      next_step: "Send the same request again: what was done already is not done twice."
    })
}
