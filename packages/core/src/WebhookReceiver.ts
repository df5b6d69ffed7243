import { Context, Effect, Layer, Schedule, type Scope } from "effect"
import { applyWebhook } from "./ApplyWebhook.ts"
import { applyWebhooks, reportLater, settleStray } from "./ApplyWebhooks.ts"
import type { LedgerError } from "./CallErrors.ts"
import type { CallFollower } from "./CallFollower.ts"
import type { CallLedger } from "./CallLedger.ts"
import type { CarrierAccount } from "./CarrierAccount.ts"
import { type Webhook, WebhookRejected, type SealedWebhook, unreadableType } from "./Webhook.ts"
import type { ProviderAccount } from "./ProviderAccount.ts"
import { ProviderWebhooks } from "./ProviderWebhooks.ts"
import type { VoiceProvider } from "./VoiceProvider.ts"
import { WebhookInbox } from "./WebhookInbox.ts"
import { countDelivery } from "./WebhookMetrics.ts"
import { makeWebhookTurns, type WebhookTurns } from "./WebhookTurns.ts"

/** What applying webhooks works with. */
export type WebhookServices =
  | CallLedger
  | VoiceProvider
  | ProviderAccount
  | CarrierAccount
  | CallFollower
  | WebhookInbox

/**
 * Takes what the provider sends by itself. `receive` has returned only when the webhook is on disk, so that it may be
 * answered as taken; its call is checked afterwards, in a scope of the layer's own. As long as the layer lives, what could
 * not be applied is tried again every half minute.
 */
export class WebhookReceiver extends Context.Service<
  WebhookReceiver,
  {
    /** False when this body was taken before: then nothing more happens. */
    readonly receive: (sealed: SealedWebhook) => Effect.Effect<boolean, WebhookRejected | LedgerError>
  }
>()("@outbound-call/core/WebhookReceiver") {
  static readonly layer: Layer.Layer<WebhookReceiver, never, ProviderWebhooks | WebhookServices> = Layer.effect(
    WebhookReceiver,
    Effect.gen(function* () {
      const scope: Scope.Scope = yield* Effect.scope
      const webhooks = yield* ProviderWebhooks
      const inbox = yield* WebhookInbox
      const services = yield* Effect.context<WebhookServices>()
      const turns = yield* makeWebhookTurns

      const keep = Effect.fnUntraced(function* (webhook: Webhook) {
        const isNew = yield* inbox.add(webhook)
        yield* countDelivery(isNew ? "taken" : "repeated")
        if (isNew) yield* apply(webhook, turns).pipe(Effect.provideContext(services), Effect.forkIn(scope))
        return isNew
      }, Effect.uninterruptible)

      yield* applyWebhooks(turns).pipe(
        Effect.catch((error) => Effect.logWarning(`The webhooks could not be read: ${error.message}`)),
        Effect.repeat(Schedule.spaced("30 seconds")),
        Effect.provideContext(services),
        Effect.forkIn(scope)
      )

      return WebhookReceiver.of({
        receive: Effect.fn("receiveWebhook")(function* (sealed: SealedWebhook) {
          const webhook = yield* webhooks.open(sealed).pipe(Effect.tapError(report))
          const isNew = yield* keep(webhook)
          return webhook.type === unreadableType ? yield* new WebhookRejected({ reason: "unreadable" }) : isNew
        })
      })
    })
  )
}

const report = ({ message, reason }: WebhookRejected) =>
  Effect.andThen(countDelivery(reason), Effect.logWarning(`${message} (${reason})`))

/**
 * Failure news may come before the dial's own answer is recorded. So a webhook whose conversation is not known is tried
 * again with growing gaps, for a minute; later the rounds do it.
 */
const apply = (webhook: Webhook, turns: WebhookTurns) =>
  Effect.gen(function* () {
    if (yield* applyWebhook(webhook, turns)) return
    if (yield* settleStray(webhook, turns)) return
    yield* Effect.repeat(applyWebhook(webhook, turns), untilKnown)
  }).pipe(Effect.catch(reportLater))

const untilKnown = {
  until: (isKnown: boolean) => isKnown,
  schedule: Schedule.min([Schedule.exponential("100 millis", 1.5), Schedule.spaced("2 seconds")]),
  times: 36
}
