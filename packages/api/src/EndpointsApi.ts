import { HttpApi, HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Authentication, Permission } from "./Authentication.ts"
import { endpointPath } from "./EndpointPath.ts"
import { EndpointNotFoundProblem, EndpointRefusedProblem, TooManyEndpointsProblem } from "./EndpointProblems.ts"
import {
  EndpointList,
  EndpointPatch,
  EndpointRequest,
  EndpointView,
  NewEndpointView,
  RemovedEndpoint,
  Rotation
} from "./EndpointViews.ts"
import { messages, resend, test } from "./MessageEndpoints.ts"
import { ContentTooLargeProblem, LedgerProblem, UnsupportedMediaTypeProblem } from "./Problems.ts"
import { behind } from "./RequiredScope.ts"

const body = [ContentTooLargeProblem, UnsupportedMediaTypeProblem] as const

const add = HttpApiEndpoint.post("add", "/v1/webhook-endpoints", {
  payload: EndpointRequest,
  success: NewEndpointView.pipe(HttpApiSchema.status(201)),
  error: [EndpointRefusedProblem, TooManyEndpointsProblem, LedgerProblem, ...body]
}).annotateMerge(
  behind("admin", {
    summary: "Add an endpoint",
    description:
      "It hears of what is recorded from now on, in the words of the feed and signed by Standard Webhooks. The secret is shown this once."
  })
)

const list = HttpApiEndpoint.get("list", "/v1/webhook-endpoints", {
  success: EndpointList,
  error: LedgerProblem
}).annotateMerge(behind("admin", { summary: "List endpoints", description: "Every endpoint, newest first." }))

const get = HttpApiEndpoint.get("get", "/v1/webhook-endpoints/:id", {
  params: endpointPath,
  success: EndpointView,
  error: [EndpointNotFoundProblem, LedgerProblem]
}).annotateMerge(behind("admin", { summary: "Read an endpoint", description: "Its secrets are not shown." }))

const change = HttpApiEndpoint.patch("change", "/v1/webhook-endpoints/:id", {
  params: endpointPath,
  payload: EndpointPatch,
  success: EndpointView,
  error: [EndpointNotFoundProblem, EndpointRefusedProblem, LedgerProblem, ...body]
}).annotateMerge(
  behind("admin", {
    summary: "Change an endpoint",
    description: "Where it is, or what it wants. Messages that wait go to the new address."
  })
)

const remove = HttpApiEndpoint.delete("remove", "/v1/webhook-endpoints/:id", {
  params: endpointPath,
  success: RemovedEndpoint,
  error: [EndpointNotFoundProblem, LedgerProblem]
}).annotateMerge(behind("admin", { summary: "Remove an endpoint", description: "Forgets it and its messages." }))

const rotate = HttpApiEndpoint.post("rotate", "/v1/webhook-endpoints/:id/rotate-secret", {
  params: endpointPath,
  payload: Rotation,
  success: NewEndpointView,
  error: [EndpointNotFoundProblem, LedgerProblem, ...body]
}).annotateMerge(
  behind("admin", {
    summary: "Give an endpoint a new secret",
    description: "The one before signs as well for a while, so that each message has two signatures. Shown this once."
  })
)

const enable = HttpApiEndpoint.post("enable", "/v1/webhook-endpoints/:id/enable", {
  params: endpointPath,
  success: EndpointView,
  error: [EndpointNotFoundProblem, LedgerProblem]
}).annotateMerge(
  behind("admin", {
    summary: "Enable an endpoint",
    description: "It hears of what is recorded from now on; what came meanwhile is in the feed."
  })
)

const disable = HttpApiEndpoint.post("disable", "/v1/webhook-endpoints/:id/disable", {
  params: endpointPath,
  success: EndpointView,
  error: [EndpointNotFoundProblem, LedgerProblem]
}).annotateMerge(
  behind("admin", {
    summary: "Disable an endpoint",
    description: "It is sent nothing more. What waits for it is dead, and can be sent again once it is enabled."
  })
)

/**
 * Who is told of the news. All of it is for `admin`: an endpoint outlives the key that made it, and may hear of every
 * owner.
 */
export class EndpointsApi extends HttpApiGroup.make("endpoints")
  .add(add, list, get, change, remove, rotate, enable, disable, test, messages, resend)
  .middleware(Permission)
  .middleware(Authentication)
  .annotate(HttpApi.ParseOptions, { errors: "all" })
  .annotateMerge(
    OpenApi.annotations({ title: "Webhook endpoints", description: "URLs that are told of the news of calls." })
  ) {}
