import { Context, type Effect, type Scope, type Stream } from "effect"
import type { ProviderIdentity } from "./Call.ts"
import type { CallNotFound, ProviderError } from "./CallErrors.ts"
import type { AgentId, CallId, ConversationId, PhoneNumberId } from "./CallIds.ts"
import type { ResolvedRequest } from "./CallRequest.ts"
import type { Conversation, ConversationSummary } from "./Conversation.ts"
import type { DialAnswer } from "./DialAnswer.ts"
import type { Gate } from "./DialTransport.ts"

/** Everything the one dial of a call needs. */
export interface DialOrder {
  readonly callId: CallId
  readonly userId: string
  readonly request: ResolvedRequest
  /** The provider's word for what carries the phone number: `twilio`, `sip_trunk` or `exotel`. */
  readonly carrier: Carrier
}

export type Carrier = "twilio" | "sip_trunk" | "exotel"

/** Which conversations of the provider to list, newest first unless told. */
export interface ConversationQuery {
  readonly agentId?: AgentId | undefined
  readonly userId?: string | undefined
  readonly variable?: { readonly name: string; readonly value: string } | undefined
  readonly startedAfter?: number | undefined
  readonly startedBefore?: number | undefined
  /** Leave out those whose record is complete. A server may not know this, and lists them all the same. */
  readonly live?: boolean | undefined
  readonly oldestFirst?: boolean | undefined
  readonly limit?: number | undefined
  readonly cursor?: string | undefined
}

export interface ConversationPage {
  readonly conversations: ReadonlyArray<ConversationSummary>
  readonly nextCursor: string | null
  /** The provider's clock when it answered, in epoch milliseconds; null when it does not tell. */
  readonly servedAt: number | null
}

/** What asking the provider to end a call came to. */
export type EndAnswer =
  | { readonly type: "requested" }
  /** Not for this account, agent or moment; `detail` is a sentence about it, or null when nobody was asked. */
  | { readonly type: "unavailable"; readonly detail: string | null }

/**
 * What came of deleting something, when it was read back: `deleted` was there and is gone, `absent` was not there, `kept`
 * can still be read.
 */
export type Forgotten = "deleted" | "absent" | "kept"

/** The sound of a conversation as MP3, ready to be read once. */
export interface Recording {
  /** In bytes; null when the provider does not tell. */
  readonly length: number | null
  readonly bytes: Stream.Stream<Uint8Array, ProviderError>
}

/**
 * Whoever places the calls. `dial` rings a real phone: it sends at most one request, never repeats it, and asks `gate`
 * as the last act before the first byte leaves; when that fails, nothing is sent. `end` hangs up where the account has
 * that, and `forget` deletes what was said for ever; both may be repeated. The other methods only read.
 */
export class VoiceProvider extends Context.Service<
  VoiceProvider,
  {
    readonly identity: (phoneNumberId: PhoneNumberId) => ProviderIdentity
    readonly dial: (order: DialOrder, gate: Gate) => Effect.Effect<DialAnswer>
    readonly end: (id: ConversationId) => Effect.Effect<EndAnswer, ProviderError>
    readonly forget: (id: ConversationId) => Effect.Effect<Forgotten, ProviderError>
    readonly conversation: (id: ConversationId) => Effect.Effect<Conversation, CallNotFound | ProviderError>
    readonly conversations: (query: ConversationQuery) => Effect.Effect<ConversationPage, ProviderError>
    /** Open until the scope closes. */
    readonly recording: (id: ConversationId) => Effect.Effect<Recording, CallNotFound | ProviderError, Scope.Scope>
  }
>()("@outbound-call/core/VoiceProvider") {}
