import type { DateTime } from "effect"
import type { Call } from "./Call.ts"
import type { Cause, StoredEvent } from "./CallEvent.ts"

/** A call after a piece of news, and the events to append; none when the news changes nothing. */
export interface Advanced {
  readonly call: Call
  readonly events: ReadonlyArray<Omit<StoredEvent, "seq">>
}

/** The call as it was. */
export const unchanged = (call: Call): Advanced => ({ call, events: [] })

/** The call with a change and the event that tells it. The event's text is the problem's unless another is given. */
export const move = (
  call: Call,
  change: Partial<
    Pick<
      Call,
      | "status"
      | "problem"
      | "conversationId"
      | "callSid"
      | "endedAt"
      | "attention"
      | "hangUpRequestedAt"
      | "absences"
      | "epoch"
    >
  >,
  told: { readonly cause: Cause; readonly at: DateTime.Utc; readonly detail?: string | null; readonly message?: string }
): Advanced => {
  const next: Call = { ...call, ...change }
  const message = told.message ?? next.problem?.message ?? null
  return {
    call: next,
    events: [
      { at: told.at, type: "status", cause: told.cause, status: next.status, message, detail: told.detail ?? null }
    ]
  }
}
