import { Context, type DateTime, type Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import type { Webhook, WebhookState } from "./Webhook.ts"

/** A webhook whose check is due, or whose conversation is not known yet. */
export interface OpenWebhook extends Webhook {
  readonly state: "received" | "parked"
}

/** How many webhooks wait for their check or their call, and how many name a conversation that nobody here planned. */
export interface InboxCounts {
  readonly received: number
  readonly parked: number
  readonly unknown: number
}

/** Up to when a webhook must have come to be forgotten. */
export interface Forgettable {
  readonly settled: DateTime.Utc
  readonly unknown: DateTime.Utc
}

/**
 * The durable record of the provider's webhooks, beside the ledger. It also tells a second delivery: each body is taken
 * once.
 */
export class WebhookInbox extends Context.Service<
  WebhookInbox,
  {
    /** Keeps a webhook, `received`. Has returned only when it is on disk; false when the body was there before. */
    readonly add: (webhook: Webhook) => Effect.Effect<boolean, LedgerError>
    /** Moves an open webhook; one that is settled stays as it is, and gives false. */
    readonly move: (id: string, state: WebhookState) => Effect.Effect<boolean, LedgerError>
    /** Open webhooks that came before an instant: received ones first, then by age, `mostOpen` at most. */
    readonly open: (before: DateTime.Utc) => Effect.Effect<ReadonlyArray<OpenWebhook>, LedgerError>
    readonly counts: Effect.Effect<InboxCounts, LedgerError>
    /** Forgets webhooks that came before these instants: `applied` and `foreign` ones, and `unknown` ones. */
    readonly forget: (before: Forgettable) => Effect.Effect<void, LedgerError>
  }
>()("@outbound-call/core/WebhookInbox") {}

/** How many webhooks one look at the open ones gives at most. */
export const mostOpen = 1_000
