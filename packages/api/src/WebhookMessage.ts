import { MessageBody } from "@outbound-call/core/Message"
import type { Part } from "./DocumentPart.ts"

/** What is posted to an endpoint. */
export const WebhookMessage = MessageBody.annotate({
  identifier: "WebhookMessage",
  description: "What is posted to an endpoint: an event as the feed tells it, or endpoint.test"
})

/** Writes into an OpenAPI document what the service posts to an endpoint, with its headers. */
export const showMessages = (document: Part): Part => ({ ...document, webhooks: { message: { post: message } } })

const header = (name: string, description: string, example: string) => ({
  name,
  in: "header",
  required: true,
  description,
  schema: { type: "string", maxLength: 512, examples: [example] }
})

const message = {
  tags: ["Webhook endpoints"],
  operationId: "webhooks.message",
  summary: "Tell an endpoint the news",
  description:
    "Signed by Standard Webhooks over `webhook-id.webhook-timestamp.body`. At least once, in no order. Answer 2xx within 15 s; 410 disables the endpoint, everything else is tried again.",
  security: [],
  parameters: [
    header("webhook-id", "Id of the message, the same at each attempt", "msg_01JD0000000000000000000000"),
    header("webhook-timestamp", "When it was sent, in seconds since 1970", "1795426200"),
    header(
      "webhook-signature",
      "One signature, or two during a rotation, parted by a space",
      "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="
    )
  ],
  requestBody: {
    required: true,
    content: { "application/json": { schema: { $ref: "#/components/schemas/WebhookMessage" } } }
  },
  responses: { "204": { description: "It is taken, as with every 2xx" } }
}
