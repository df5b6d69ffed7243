import { Effect, Result } from "effect"
import type { Call } from "./Call.ts"
import type { LedgerError, ProviderError } from "./CallErrors.ts"
import { CallFollower } from "./CallFollower.ts"
import { CallLedger } from "./CallLedger.ts"
import type { Webhook } from "./Webhook.ts"
import { refreshCall } from "./RefreshCall.ts"
import type { VoiceProvider } from "./VoiceProvider.ts"
import { WebhookInbox } from "./WebhookInbox.ts"
import type { WebhookTurns } from "./WebhookTurns.ts"

/**
 * Lets a webhook trigger the check of its call: the provider is asked, then what the webhook itself says is recorded,
 * then whoever follows the call is woken. Where the provider does not answer now, the rest is done all the same, and it
 * is asked later. Gives false, and parks it, when no call has its conversation: it is not guessed
 * whose it is. Applying it again changes nothing.
 */
export const applyWebhook = Effect.fn("applyWebhook")(function* (
  webhook: Webhook,
  { ask }: WebhookTurns
): Effect.fn.Return<boolean, LedgerError | ProviderError, CallLedger | VoiceProvider | CallFollower | WebhookInbox> {
  const ledger = yield* CallLedger
  const inbox = yield* WebhookInbox
  const follower = yield* CallFollower
  const found = yield* callOf(webhook)
  if (found === null) {
    yield* inbox.move(webhook.id, "parked")
    return false
  }
  const { call, conversationId } = found
  const asked = yield* ask(refreshCall(call, "webhook")).pipe(
    Effect.catchTag("CallNotFound", () => Effect.succeed(call)),
    Effect.result
  )
  const known = Result.getOrElse(asked, () => call)
  const told =
    webhook.says === null
      ? known
      : yield* ledger
          .record(call.id, { type: "notice", conversationId, says: webhook.says, detail: webhook.body })
          .pipe(Effect.catchTag("CallNotFound", () => Effect.succeed(known)))
  yield* follower.nudge(told)
  if (Result.isFailure(asked)) return yield* asked.failure
  yield* inbox.move(webhook.id, "applied")
  return true
})

/** The call that has the webhook's conversation. An id of ours in its place finds nothing. */
const callOf = Effect.fnUntraced(function* ({ conversationId }: Webhook) {
  if (conversationId === null) return null
  const ledger = yield* CallLedger
  const call: Call | null = yield* ledger
    .find(conversationId)
    .pipe(Effect.catchTag("CallNotFound", () => Effect.succeed(null)))
  return call?.conversationId === conversationId ? { call, conversationId } : null
})
