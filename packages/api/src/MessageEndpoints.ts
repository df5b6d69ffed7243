import { MessageId, MessageState } from "@outbound-call/core/Message"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiSchema } from "effect/http-api"
import { describeQuery } from "./CallQuery.ts"
import { endpointPath } from "./EndpointPath.ts"
import { EndpointDisabledProblem, EndpointNotFoundProblem, MessageNotFoundProblem } from "./EndpointProblems.ts"
import { MessageList, MessageView } from "./EndpointViews.ts"
import { LedgerProblem } from "./Problems.ts"
import { behind } from "./RequiredScope.ts"

export const test = HttpApiEndpoint.post("test", "/v1/webhook-endpoints/:id/test", {
  params: endpointPath,
  success: MessageView.pipe(HttpApiSchema.status(202)),
  error: [EndpointNotFoundProblem, EndpointDisabledProblem, LedgerProblem]
}).annotateMerge(
  behind("admin", {
    summary: "Try an endpoint",
    description:
      "Sends it a message of the type endpoint.test, like every other. See what became of it in its messages."
  })
)

export const messages = HttpApiEndpoint.get("messages", "/v1/webhook-endpoints/:id/messages", {
  params: endpointPath,
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

export const resend = HttpApiEndpoint.post("resend", "/v1/webhook-messages/:id/resend", {
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
