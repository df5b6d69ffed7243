import { Context, type DateTime, type Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import type { CallId } from "./CallIds.ts"
import type { Kept } from "./KeptFor.ts"

/** Which calls are to be forgotten, and who wants it. */
export interface RetentionOrder {
  /** Those that were over before this instant, and to which nothing happened since. */
  readonly before: DateTime.Utc
  /** The same for those whose conversation was not read: who was called may have asked for no more calls. */
  readonly unheardBefore: DateTime.Utc
  readonly by: string
  readonly at: DateTime.Utc
  /** Only count. */
  readonly dryRun: boolean
}

/** What one step came to. */
export interface RetentionStep {
  readonly forgotten: number
  readonly kept: Kept
  /** The place after which the next step goes on; null when no call is left. */
  readonly next: CallId | null
}

/**
 * Lets go of what the ledger holds of old calls. Of a forgotten call stay its row, with its status, its outcome and its
 * times, and keyed hashes of its number, its key and its request: it still counts, and its key still gives this call.
 */
export class Retention extends Context.Service<
  Retention,
  {
    /**
     * Looks at some calls after a place, in one short transaction, forgets those that may be, and writes that down. May
     * be repeated: what is forgotten is not looked at again.
     */
    readonly forgetSome: (order: RetentionOrder, after: CallId | null) => Effect.Effect<RetentionStep, LedgerError>
  }
>()("@outbound-call/core/Retention") {}
