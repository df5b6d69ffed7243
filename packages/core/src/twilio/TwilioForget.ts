import { Effect } from "effect"
import type { ProviderError } from "../CallErrors.ts"
import type { Forgotten } from "../VoiceProvider.ts"
import { isAbsent, type TwilioRequests } from "./TwilioRequests.ts"
import { CallRecord, RecordingList } from "./TwilioWire.ts"

/**
 * Deletes the recordings of a call and its record, and reads that back: Twilio's own 404 says that it is gone. May be
 * repeated.
 */
export const makeForget = ({ get, remove }: TwilioRequests, root: string) => {
  const path = (kind: "Calls" | "Recordings", sid: string) => `${root}/${kind}/${encodeURIComponent(sid)}.json`

  return Effect.fnUntraced(function* (sid: string): Effect.fn.Return<Forgotten, ProviderError> {
    const { recordings } = yield* get(RecordingList, `${root}/Recordings.json?CallSid=${encodeURIComponent(sid)}`)
    for (const recording of recordings) yield* remove(path("Recordings", recording.sid))
    const wasThere = yield* remove(path("Calls", sid))
    const isThere = yield* get(CallRecord, path("Calls", sid)).pipe(
      Effect.as(true),
      Effect.catchTag("ProviderError", (error) => (isAbsent(error) ? Effect.succeed(false) : Effect.fail(error)))
    )
    if (isThere) return "kept"
    return wasThere ? "deleted" : "absent"
  })
}
