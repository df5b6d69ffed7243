import { HttpApiError } from "effect/http-api"
import { problemMembers, problemType } from "./ProblemMembers.ts"

/** There is no such endpoint. */
export class EndpointNotFoundProblem extends HttpApiError.Problem<EndpointNotFoundProblem>()(
  "EndpointNotFoundProblem",
  { type: problemType("endpoint-not-found"), status: 404, title: "No such webhook endpoint" },
  problemMembers
) {}

/** There is no such message, or it was forgotten in its time. */
export class MessageNotFoundProblem extends HttpApiError.Problem<MessageNotFoundProblem>()(
  "MessageNotFoundProblem",
  { type: problemType("message-not-found"), status: 404, title: "No such webhook message" },
  problemMembers
) {}

/** Nothing would be sent to this address; `detail` says why. */
export class EndpointRefusedProblem extends HttpApiError.Problem<EndpointRefusedProblem>()(
  "EndpointRefusedProblem",
  { type: problemType("endpoint-refused"), status: 422, title: "The address is not taken" },
  problemMembers
) {}

/** Nothing is sent to an endpoint that is disabled. */
export class EndpointDisabledProblem extends HttpApiError.Problem<EndpointDisabledProblem>()(
  "EndpointDisabledProblem",
  { type: problemType("endpoint-disabled"), status: 409, title: "The webhook endpoint is disabled" },
  problemMembers
) {}

/** There are as many endpoints as there may be. */
export class TooManyEndpointsProblem extends HttpApiError.Problem<TooManyEndpointsProblem>()(
  "TooManyEndpointsProblem",
  { type: problemType("too-many-endpoints"), status: 409, title: "There are too many webhook endpoints" },
  problemMembers
) {}
