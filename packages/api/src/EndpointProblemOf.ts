import type { LedgerError } from "@outbound-call/core/CallErrors"
import type {
  EndpointDisabled,
  EndpointNotFound,
  EndpointRefused,
  MessageNotFound,
  TooManyEndpoints
} from "@outbound-call/core/EndpointErrors"
import {
  EndpointDisabledProblem,
  EndpointNotFoundProblem,
  EndpointRefusedProblem,
  MessageNotFoundProblem,
  TooManyEndpointsProblem
} from "./EndpointProblems.ts"
import { LedgerProblem } from "./Problems.ts"

interface Errors {
  readonly EndpointNotFound: EndpointNotFound
  readonly MessageNotFound: MessageNotFound
  readonly EndpointRefused: EndpointRefused
  readonly EndpointDisabled: EndpointDisabled
  readonly TooManyEndpoints: TooManyEndpoints
  readonly LedgerError: LedgerError
}

interface ProblemFor {
  readonly EndpointNotFound: EndpointNotFoundProblem
  readonly MessageNotFound: MessageNotFoundProblem
  readonly EndpointRefused: EndpointRefusedProblem
  readonly EndpointDisabled: EndpointDisabledProblem
  readonly TooManyEndpoints: TooManyEndpointsProblem
  readonly LedgerError: LedgerProblem
}

/** The problem that an error about an endpoint or a message is shown as. */
export const endpointProblemOf = <Tag extends keyof Errors>(
  error: Errors[Tag] & { readonly _tag: Tag }
): ProblemFor[Tag] => {
  const tag: Tag = error._tag
  return problems[tag](error)
}

const silent = { phone_may_have_rung: false, retry_safe: true }

const problems: { readonly [Tag in keyof Errors]: (error: Errors[Tag]) => ProblemFor[Tag] } = {
  EndpointNotFound: ({ message }) =>
    new EndpointNotFoundProblem({
      ...silent,
      detail: message,
      code: "endpoint-not-found",
      next_step: "List the endpoints with GET /v1/webhook-endpoints."
    }),
  MessageNotFound: ({ message }) =>
    new MessageNotFoundProblem({
      ...silent,
      detail: message,
      code: "message-not-found",
      next_step: "List what an endpoint was sent with GET /v1/webhook-endpoints/{id}/messages."
    }),
  EndpointRefused: ({ message }) =>
    new EndpointRefusedProblem({
      ...silent,
      detail: message,
      code: "endpoint-refused",
      next_step: "Name an https URL of a public host, without a user."
    }),
  EndpointDisabled: ({ id, message }) =>
    new EndpointDisabledProblem({
      ...silent,
      detail: message,
      code: "endpoint-disabled",
      next_step: `Enable it with POST /v1/webhook-endpoints/${id}/enable.`
    }),
  TooManyEndpoints: ({ message }) =>
    new TooManyEndpointsProblem({
      ...silent,
      detail: message,
      code: "too-many-endpoints",
      next_step: "Remove one with DELETE /v1/webhook-endpoints/{id}."
    }),
  LedgerError: ({ message, phoneMayHaveRung }) =>
    new LedgerProblem({
      phone_may_have_rung: phoneMayHaveRung,
      retry_safe: true,
      detail: message,
      code: "ledger-unavailable",
      next_step: "Send the request again later; list the endpoints before you add one anew."
    })
}
