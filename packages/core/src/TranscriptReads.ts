import { Context, type DateTime, type Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"

/**
 * When a transcript was last read for an owner by an assistant, which may follow what it says. Kept with the calls, so that
 * a restart forgets nothing; the policy asks for it.
 */
export class TranscriptReads extends Context.Service<
  TranscriptReads,
  {
    /** A later read takes the place of an earlier one, never the other way round. */
    readonly add: (owner: string, at: DateTime.Utc) => Effect.Effect<void, LedgerError>
  }
>()("@outbound-call/core/TranscriptReads") {}
