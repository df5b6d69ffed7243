import type { ConversationId } from "./CallIds.ts"

/**
 * What one POST to the dial endpoint taught us. The provider's adapter reads it; the core only knows these five.
 * `unclear` and `rate-limited` may have rung: they are never followed by another dial of the same call.
 */
export type DialAnswer =
  | {
      readonly type: "dialled"
      readonly conversationId: ConversationId
      readonly callSid: string | null
      readonly detail: string
    }
  | { readonly type: "rejected"; readonly message: string; readonly status: number; readonly detail: string }
  | { readonly type: "not-sent"; readonly message: string }
  | { readonly type: "rate-limited"; readonly message: string; readonly status: number; readonly detail: string }
  | {
      readonly type: "unclear"
      readonly message: string
      readonly status: number | null
      readonly conversationId: ConversationId | null
      readonly detail: string
    }
