import { DateTime, Effect } from "effect"
import { applyWebhook } from "./ApplyWebhook.ts"
import type { LedgerError, ProviderError } from "./CallErrors.ts"
import type { Webhook } from "./Webhook.ts"
import { traceConversation } from "./TraceConversation.ts"
import { WebhookInbox } from "./WebhookInbox.ts"
import { countUnknown } from "./WebhookMetrics.ts"
import type { WebhookTurns } from "./WebhookTurns.ts"

/**
 * One round over the webhooks that are not settled: those whose process died or whose check failed, and those whose
 * conversation no call had. One that no call has an hour later is an alarm, and stays it for a week. Settled ones are
 * kept for two days, in which they tell a second delivery. One failure stops no other.
 */
export const applyWebhooks = Effect.fn("applyWebhooks")(function* (turns: WebhookTurns) {
  const inbox = yield* WebhookInbox
  const now = yield* DateTime.now
  const open = yield* inbox.open(DateTime.subtract(now, { seconds: 10 }))
  const overdue = DateTime.toEpochMillis(DateTime.subtract(now, { hours: 1 }))
  yield* Effect.forEach(open, (webhook) => applyOpen(webhook, turns, overdue), { concurrency: 4, discard: true })
  yield* inbox.forget({ settled: DateTime.subtract(now, { hours: 48 }), unknown: DateTime.subtract(now, { days: 7 }) })
})

const applyOpen = (webhook: Webhook, turns: WebhookTurns, overdue: number) =>
  Effect.gen(function* () {
    const isKnown = yield* applyWebhook(webhook, turns)
    if (isKnown || DateTime.toEpochMillis(webhook.receivedAt) > overdue) return
    if (yield* settleStray(webhook, turns)) return
    if (!(yield* applyWebhook(webhook, turns))) yield* raiseAlarm(webhook)
  }).pipe(Effect.catch(reportLater))

/** A limit is told once, when it is met. */
export const reportLater = (error: ProviderError | LedgerError): Effect.Effect<void> =>
  error._tag === "ProviderError" && error.reason === "rate-limited"
    ? Effect.void
    : Effect.logWarning(`A webhook is checked later: ${error.message}`)

/**
 * Asks the provider about a webhook whose conversation no call has. That may settle a call of unknown fate, to which the
 * webhook then applies. Gives true when it concerns nobody here, or names no conversation at all. A provider that cannot
 * be asked now is asked again when the webhook is an hour old.
 */
export const settleStray = Effect.fnUntraced(function* (webhook: Webhook, { ask }: WebhookTurns) {
  const inbox = yield* WebhookInbox
  if (webhook.conversationId === null) return yield* Effect.as(raiseAlarm(webhook), true)
  const trace = yield* ask(traceConversation(webhook.conversationId)).pipe(
    Effect.catchTag(["CallNotFound", "ProviderError"], () => Effect.succeed("untold"))
  )
  return trace === "foreign" && (yield* inbox.move(webhook.id, "foreign"))
})

/** Nobody here planned it: it is never adopted, and somebody must look whose it is. */
const raiseAlarm = Effect.fnUntraced(function* ({ conversationId, id, type }: Webhook) {
  const inbox = yield* WebhookInbox
  if (!(yield* inbox.move(id, "unknown"))) return
  yield* countUnknown
  yield* Effect.logWarning(
    conversationId === null
      ? `A signed webhook of type ${type} names no conversation.`
      : `The provider tells of ${conversationId} (${type}), which no call of this ledger started.`
  )
})
