import { Context, type Effect, type Scope, type Stream } from "effect"
import type { Call } from "./Call.ts"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import type { Conversation } from "./Conversation.ts"
import type { LiveCall } from "./LiveCall.ts"

/** What one look at a call showed. Both are null for nothing; `call` is null for a conversation that is not ours. */
export interface Look {
  readonly call: Call | null
  readonly conversation: Conversation | null
}

export interface WatchOptions {
  /** Wants what is said while it is said, where few are listened to; true when left out. */
  readonly listens?: boolean | undefined
  /** Between two looks, in milliseconds, where the call has a read of its own; the follower's own when left out. */
  readonly everyMillis?: number | undefined
  /** The stream ends with a look at this instant, in epoch milliseconds, if the call is not over before. */
  readonly untilMillis?: number | undefined
}

/** Calls that are followed for as long as the scope in which they are held. */
export interface Holding {
  /** Holds some more; those that are followed already, or are another account's, cost nothing. */
  readonly add: (calls: Iterable<LiveCall>) => Effect.Effect<void>
  /**
   * Everything there was is held now: looks at it at once, not when it is due; where nothing of it is new, not sooner
   * after the last time than while somebody waits. Nothing is looked at before, for half a minute.
   */
  readonly sweep: Effect.Effect<void>
}

/**
 * Watches calls and records their news in the ledger. A watched call is looked at once at the start, and again when it
 * is due, until its last look shows it over. Many watchers of one call share its looks, and many calls one request to
 * the provider. Only reads; how calls are looked at is the layer's business.
 */
export class CallFollower extends Context.Service<
  CallFollower,
  {
    readonly watch: (
      id: string,
      options?: WatchOptions
    ) => Stream.Stream<Look, CallNotFound | ProviderError | LedgerError>
    /** Follows calls that nobody watches. `isAwaited`: somebody waits for their news, so that they are looked at often. */
    readonly hold: (options: { readonly isAwaited: boolean }) => Effect.Effect<Holding, never, Scope.Scope>
    /** Looks at a call at once that is watched; there is news of it. Does nothing for one that is not. */
    readonly nudge: (call: Call) => Effect.Effect<void>
  }
>()("@outbound-call/core/CallFollower") {}
