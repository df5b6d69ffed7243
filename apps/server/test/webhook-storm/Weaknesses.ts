import { ProviderWebhooks, type WebhookInbox, WebhookReceiver } from "@outbound-call/core"
import { readWebhook } from "@outbound-call/core/elevenlabs/ElevenLabsWebhook"
import * as NodeDigest from "@outbound-call/node/NodeDigest"
import { DateTime, Effect, Layer } from "effect"
import * as Digest from "effect/crypto/Digest"
import type { Weakness } from "./Service.ts"

/** Believes every body, as a receiver that checks no signature. */
export const unverified: Weakness = {
  webhooks: WebhookReceiver.layer.pipe(
    Layer.provide(
      Layer.effect(
        ProviderWebhooks,
        Effect.map(Digest.Digest, (digests) => ({
          open: ({ body }) =>
            Effect.gen(function* () {
              const id = yield* Effect.orDie(digests.digestHex(Digest.sha256, body))
              return { ...readWebhook(body), id, receivedAt: yield* DateTime.now, sizeBytes: body.length }
            })
        }))
      )
    ),
    Layer.provide(NodeDigest.layer)
  )
}

/** Takes a webhook as a new one each time. */
export const repeating: Weakness = {
  inbox: (inbox: WebhookInbox["Service"]) => ({ ...inbox, add: (webhook) => Effect.as(inbox.add(webhook), true) })
}

/** Says that a webhook is kept, and keeps it not. */
export const forgetful: Weakness = {
  inbox: (inbox: WebhookInbox["Service"]) => ({ ...inbox, add: () => Effect.succeed(true) })
}
