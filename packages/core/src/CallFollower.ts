import { Context, type Effect, type Stream } from "effect"
import type { Call } from "./Call.ts"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import type { Conversation } from "./Conversation.ts"

/** What one look at a call showed. Both are null for nothing; `call` is null for a conversation that is not ours. */
export interface Look {
  readonly call: Call | null
  readonly conversation: Conversation | null
}

/**
 * Watches calls and records their news in the ledger. A watched call is looked at once at the start, and again when it
 * is due, until its last look shows it over. Many watchers of one call share its looks. Only reads; how calls are
 * watched (one by one, or many with one request) is the layer's business.
 */
export class CallFollower extends Context.Service<
  CallFollower,
  {
    readonly watch: (id: string) => Stream.Stream<Look, CallNotFound | ProviderError | LedgerError>
    /** Looks at a call at once that is watched; there is news of it. Does nothing for one that is not. */
    readonly nudge: (call: Call) => Effect.Effect<void>
  }
>()("@outbound-call/core/CallFollower") {}
