import { InternalProblem, InvalidRequestProblem, RequestDoor, type RequestIssue } from "@outbound-call/api"
import { Effect, type Layer, SchemaIssue } from "effect"
import { type HttpApiError, HttpApiMiddleware } from "effect/http-api"

/** Answers a request that does not fit the contract with everything that is wrong with it. */
export const layer: Layer.Layer<RequestDoor> = HttpApiMiddleware.layerSchemaErrorTransform(RequestDoor, (error) =>
  error.kind === "Body" || error.kind === "ResponseHeaders"
    ? Effect.andThen(Effect.logError("An answer does not fit the contract", error.cause), internalProblem)
    : invalidRequest(issuesOf(error))
)

const internalProblem = new InternalProblem({
  detail: "This service could not write its answer.",
  code: "internal-error",
  phone_may_have_rung: true,
  retry_safe: true,
  next_step: "Send the request again with the same idempotency key; nothing is dialled a second time."
})

const invalidRequest = (errors: ReadonlyArray<RequestIssue>) =>
  new InvalidRequestProblem({
    detail: `${errors.map(({ field, message }) => `${field}: ${message}.`).join(" ")} No phone rang.`,
    code: "invalid-request",
    phone_may_have_rung: false,
    retry_safe: true,
    next_step: "Correct what `errors` names and send the request again.",
    errors
  })

const issuesOf = ({ cause, kind }: HttpApiError.HttpApiSchemaError): ReadonlyArray<RequestIssue> =>
  formatIssues(cause.issue).issues.map(({ message, path = [] }) => {
    const names = path.map((segment) => String(typeof segment === "object" ? segment.key : segment))
    const field = kind === "Payload" ? names : [kind.toLowerCase(), ...names]
    return { code: "invalid-value", field: field.join(".") || "body", message }
  })

const formatIssues = SchemaIssue.makeFormatterStandardSchemaV1()
