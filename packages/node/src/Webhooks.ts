import * as NodeCrypto from "@effect/platform-node/NodeCrypto"
import { WebhookReceiver, type WebhookServices } from "@outbound-call/core"
import * as ElevenLabsWebhook from "@outbound-call/core/elevenlabs/ElevenLabsWebhook"
import { Layer } from "effect"
import type { Configuration } from "./Configuration.ts"
import * as NodeDigest from "./NodeDigest.ts"

/** Takes the provider's webhooks, for a service that listens. Without a secret it takes none. */
export const layer = ({
  webhookSecrets
}: Pick<Configuration, "webhookSecrets">): Layer.Layer<WebhookReceiver, never, WebhookServices> =>
  WebhookReceiver.layer.pipe(
    Layer.provide(ElevenLabsWebhook.layer({ secrets: webhookSecrets })),
    Layer.provide(Layer.merge(NodeCrypto.layerMac, NodeDigest.layer))
  )
