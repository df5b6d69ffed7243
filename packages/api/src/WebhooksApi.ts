import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { ContentTooLargeProblem, LedgerProblem, WebhookClosedProblem, WebhookSignatureProblem } from "./Problems.ts"

/** The webhook is on disk; `repeated` when it was there before. */
export const TakenWebhook = Schema.Struct({
  received: Schema.Literal(true).annotate({ description: "The webhook is on disk", examples: [true] }),
  repeated: Schema.Boolean.annotate({
    description: "Whether the same body had been taken before; then nothing more happens",
    examples: [false]
  })
}).annotate({ identifier: "TakenWebhook", description: "A webhook was taken" })

const elevenlabs = HttpApiEndpoint.post("elevenlabs", "/elevenlabs", {
  headers: {
    "elevenlabs-signature": Schema.optionalKey(Schema.String).annotate({
      description: "When the provider signed the body, and the HMAC-SHA256 of both: t=…,v0=…",
      examples: ["t=1795348800,v0=f05b9ef8e460e4b951cc53304c2a36ffe1a6e70b43f6de6db2b41b4f064eb169"]
    })
  },
  payload: Schema.Uint8Array.pipe(HttpApiSchema.asUint8Array({ contentType: "application/json" })),
  success: TakenWebhook,
  error: [WebhookSignatureProblem, ContentTooLargeProblem, WebhookClosedProblem, LedgerProblem]
}).annotateMerge(
  OpenApi.annotations({
    summary: "Take a webhook of ElevenLabs",
    description:
      "For the provider alone: the signature is the authentication. 200 says that it is on disk, also for a repeated one; its call is checked afterwards. A body has at most 5 MiB."
  })
)

/** What the provider sends by itself. */
export class WebhooksApi extends HttpApiGroup.make("webhooks")
  .add(elevenlabs)
  .prefix("/v1/webhooks")
  .annotateMerge(
    OpenApi.annotations({ title: "Provider webhooks", description: "What the provider sends by itself." })
  ) {}
