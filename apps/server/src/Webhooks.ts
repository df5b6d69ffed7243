import { Api, problemOf, webhookProblemOf } from "@outbound-call/api"
import { WebhookReceiver } from "@outbound-call/core"
import { ByteSize, Effect } from "effect"
import { HttpIncomingMessage } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"

/** The largest webhook: a long transcript, a short recording. */
export const longestWebhook = { bytes: ByteSize.mebibytes(5), words: "5 MiB" }

/** The one route that somebody else's machine may reach. */
export const webhookPath = "/v1/webhooks/elevenlabs"

/** The handler of the provider's webhooks. It takes the body to the byte, since that is what is signed. */
export const layer = HttpApiBuilder.group(
  Api,
  "webhooks",
  Effect.fnUntraced(function* (handlers) {
    const receiver = yield* WebhookReceiver
    return handlers.handleRaw(
      "elevenlabs",
      Effect.fnUntraced(function* ({ headers, request }) {
        const body = yield* request.arrayBuffer.pipe(
          Effect.provideService(HttpIncomingMessage.MaxBodySize, longestWebhook.bytes),
          Effect.orDie
        )
        const isNew = yield* receiver
          .receive({ signature: headers["elevenlabs-signature"], body: new Uint8Array(body) })
          .pipe(Effect.mapError((error) => (error._tag === "LedgerError" ? problemOf(error) : webhookProblemOf(error))))
        return { received: true, repeated: !isNew } as const
      })
    )
  })
)
