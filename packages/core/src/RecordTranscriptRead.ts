import { DateTime, Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import { CallSettings } from "./CallSettings.ts"
import { CurrentPrincipal } from "./Principal.ts"
import { TranscriptReads } from "./TranscriptReads.ts"

/**
 * Notes that a transcript is about to be read for the owner who asks. From then on the policy may want a person for calls
 * that it allowed before: the profile by which a call is judged decides, not that of whoever read, since two keys of one
 * owner may serve one assistant. To be done before the transcript is handed out, and nothing is handed out where it
 * fails. Rings nobody.
 */
export const recordTranscriptRead: Effect.Effect<void, LedgerError, TranscriptReads | CallSettings> = Effect.gen(
  function* () {
    const reads = yield* TranscriptReads
    const { owner } = yield* CallSettings
    yield* reads.add((yield* CurrentPrincipal)?.owner ?? owner, yield* DateTime.now)
  }
)
