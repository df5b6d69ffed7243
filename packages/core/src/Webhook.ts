import { type DateTime, Schema } from "effect"
import type { ConversationId } from "./CallIds.ts"
import type { NoticeWord } from "./TakeNotice.ts"

/** A webhook request as it came: the header that signs it, and its body to the byte. */
export interface SealedWebhook {
  readonly signature: string | undefined
  readonly body: Uint8Array
}

/** What the provider sent by itself, its signature checked. It holds nothing that was said. */
export interface Webhook {
  /** SHA-256 of the body, in hex: the same body is the same webhook, however often it is sent and signed. */
  readonly id: string
  /** The provider's word, kept as it came; see `unreadableType`. */
  readonly type: string
  /** Null when it names none. */
  readonly conversationId: ConversationId | null
  /** When it happened, by the provider; null when it does not tell. */
  readonly eventAt: DateTime.Utc | null
  readonly receivedAt: DateTime.Utc
  readonly sizeBytes: number
  /** What it says of the end of the call; null when one must ask the provider. */
  readonly says: NoticeWord | null
  /** The body of a type that carries no speech; null for every other one. */
  readonly body: string | null
}

/** The type of a body that is signed and cannot be read. */
export const unreadableType = "unreadable"

/**
 * Where a webhook is. `received`: the check of its call is due. `parked`: no call has its conversation yet. Then it
 * stays: `applied`; `foreign` (the provider's record shows no outbound phone call); or `unknown` (a conversation that
 * nobody here planned, and an alarm).
 */
export type WebhookState = "received" | "parked" | "applied" | "foreign" | "unknown"

/** A webhook was not taken: nothing of it is believed, and no call changed. The reason is for the log. */
export class WebhookRejected extends Schema.TaggedError<WebhookRejected>()("WebhookRejected", {
  reason: Schema.Literals([
    "no-secret",
    "no-signature",
    "malformed-signature",
    "too-old",
    "in-the-future",
    "wrong-signature",
    "unreadable"
  ])
}) {
  override get message(): string {
    return `The webhook was not taken: ${sentences[this.reason]} No phone rang, and no call changed.`
  }
}

const sentences: Record<WebhookRejected["reason"], string> = {
  "no-secret": "this service has no secret to check it with. Set ELEVENLABS_WEBHOOK_SECRET.",
  "no-signature": "it is not signed.",
  "malformed-signature": "its signature cannot be read.",
  "too-old": "it was signed more than 30 minutes ago.",
  "in-the-future": "it was signed more than 5 minutes ahead of this machine's clock.",
  "wrong-signature": "its signature does not match its body and the secret.",
  unreadable: "it is signed, and its body is no JSON object. It is kept."
}
