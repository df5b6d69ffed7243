import { EndpointId } from "@outbound-call/core/Endpoint"
import { MessageId, MessageState } from "@outbound-call/core/Message"
import { Schema } from "effect"
import { HttpApi, HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Authentication, Permission } from "./Authentication.ts"
import { describeQuery } from "./CallQuery.ts"
import {
  EndpointDisabledProblem,
  EndpointNotFoundProblem,
  EndpointRefusedProblem,
  MessageNotFoundProblem,
  TooManyEndpointsProblem
} from "./EndpointProblems.ts"
import {
  EndpointList,
  EndpointPatch,
  EndpointRequest,
  EndpointView,
  MessageList,
  MessageView,
  NewEndpointView,
  RemovedEndpoint,
  Rotation
} from "./EndpointViews.ts"
import { ContentTooLargeProblem, LedgerProblem, UnsupportedMediaTypeProblem } from "./Problems.ts"
import { behind } from "./RequiredScope.ts"

const path = {
  id: EndpointId.annotate({ examples: [EndpointId.make("ep_01JD0000000000000000000000")] })
}
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
  params: path,
  success: EndpointView,
  error: [EndpointNotFoundProblem, LedgerProblem]
}).annotateMerge(behind("admin", { summary: "Read an endpoint", description: "Its secrets are not shown." }))

const change = HttpApiEndpoint.patch("change", "/v1/webhook-endpoints/:id", {
  params: path,
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
  params: path,
  success: RemovedEndpoint,
  error: [EndpointNotFoundProblem, LedgerProblem]
}).annotateMerge(behind("admin", { summary: "Remove an endpoint", description: "Forgets it and its messages." }))

const rotate = HttpApiEndpoint.post("rotate", "/v1/webhook-endpoints/:id/rotate-secret", {
  params: path,
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
  params: path,
  success: EndpointView,
  error: [EndpointNotFoundProblem, LedgerProblem]
}).annotateMerge(
  behind("admin", {
    summary: "Enable an endpoint",
    description: "It hears of what is recorded from now on; what came meanwhile is in the feed."
  })
)

const disable = HttpApiEndpoint.post("disable", "/v1/webhook-endpoints/:id/disable", {
  params: path,
  success: EndpointView,
  error: [EndpointNotFoundProblem, LedgerProblem]
}).annotateMerge(
  behind("admin", {
    summary: "Disable an endpoint",
    description: "It is sent nothing more. What waits for it is dead, and can be sent again once it is enabled."
  })
)

const test = HttpApiEndpoint.post("test", "/v1/webhook-endpoints/:id/test", {
  params: path,
  success: MessageView.pipe(HttpApiSchema.status(202)),
  error: [EndpointNotFoundProblem, EndpointDisabledProblem, LedgerProblem]
}).annotateMerge(
  behind("admin", {
    summary: "Try an endpoint",
    description:
      "Sends it a message of the type endpoint.test, like every other. See what became of it in its messages."
  })
)

const messages = HttpApiEndpoint.get("messages", "/v1/webhook-endpoints/:id/messages", {
  params: path,
  query: {
    state: Schema.optionalKey(
      MessageState.annotate({ description: "Only messages in this state", examples: ["dead"] })
    ),
    limit: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 }))),
    cursor: Schema.optionalKey(
      Schema.String.check(Schema.isPattern(/^\d{1,15}$/)).annotate({
        description: "`nextCursor` of the page before",
        examples: ["1042"]
      })
    )
  },
  success: MessageList,
  error: [EndpointNotFoundProblem, LedgerProblem]
}).annotateMerge(
  behind("admin", {
    summary: "List the messages of an endpoint",
    description: "Newest first. Delivered ones are kept for 30 days, dead ones for 90.",
    transform: describeQuery
  })
)

const resend = HttpApiEndpoint.post("resend", "/v1/webhook-messages/:id/resend", {
  params: {
    id: MessageId.annotate({ examples: [MessageId.make("msg_01JD0000000000000000000000")] })
  },
  success: MessageView.pipe(HttpApiSchema.status(202)),
  error: [MessageNotFoundProblem, EndpointNotFoundProblem, EndpointDisabledProblem, LedgerProblem]
}).annotateMerge(
  behind("admin", {
    summary: "Send a message again",
    description: "Whatever its state, under the same webhook-id: at once, and then as often as a new one."
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
