import { Context, type Effect } from "effect"
import type { Webhook, WebhookRejected, SealedWebhook } from "./Webhook.ts"

/** What the provider sends by itself. `open` believes nothing that is not signed by it, of late, with a known secret. */
export class ProviderWebhooks extends Context.Service<
  ProviderWebhooks,
  {
    readonly open: (sealed: SealedWebhook) => Effect.Effect<Webhook, WebhookRejected>
  }
>()("@outbound-call/core/ProviderWebhooks") {}
