import { DateTime, Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import { CallSettings } from "./CallSettings.ts"
import { CurrentPrincipal } from "./Principal.ts"
import { profileInUse } from "./ProfileInUse.ts"
import { TranscriptReads } from "./TranscriptReads.ts"

/**
 * Notes that an assistant is about to read a transcript for the owner who asks. From then on the policy may want a person
 * for calls that it allowed before. To be done before the transcript is handed out, and nothing is handed out where it
 * fails. Rings nobody.
 */
export const recordTranscriptRead: Effect.Effect<void, LedgerError, TranscriptReads | CallSettings> = Effect.gen(
  function* () {
    const reads = yield* TranscriptReads
    const { owner } = yield* CallSettings
    yield* reads.add((yield* CurrentPrincipal)?.owner ?? owner, yield* DateTime.now)
  }
)

/**
 * The same for a surface that people use as well: noted where the calls of whoever asks are judged by a profile that wants
 * a person after it, as that of assistants does, and where it cannot be told by which.
 */
export const recordAssistantsRead: Effect.Effect<void, LedgerError, TranscriptReads | CallSettings> = profileInUse.pipe(
  Effect.map(({ afterTranscriptMinutes }) => afterTranscriptMinutes !== null),
  Effect.orElseSucceed(() => true),
  Effect.flatMap((isAssistant) => (isAssistant ? recordTranscriptRead : Effect.void))
)
