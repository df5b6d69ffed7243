import type { DateTime } from "effect"
import type { Call, CallStatus } from "./Call.ts"
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
      | "approval"
      | "createdAt"
      | "claimedAt"
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

/** A ring that was thought not to be is told loudly; any other news of the conversation ends what needed attention. */
export const alarmed = (before: Call, { call, events }: Advanced, now: DateTime.Utc): Advanced => ({
  call: {
    ...call,
    attention: isUnrung(before)
      ? { code: "rang-after-all", message: `It was ${before.status}, and rang after all.`, since: now }
      : before.attention?.code.startsWith("rang-") === true
        ? before.attention
        : null
  },
  events
})

/** How far along each status is; a call moves to a higher one only. */
export const order: Record<CallStatus, number> = {
  planned: 0,
  dialing: 1,
  unknown: 2,
  initiated: 3,
  "in-progress": 4,
  processing: 5,
  done: 6,
  failed: 6,
  refused: 6,
  cancelled: 6,
  "not-placed": 6
}

/** Where a call is by the provider's word; undefined for one that is not known. */
export const statusOf = (word: string): CallStatus | undefined => statuses[word]

const statuses: { readonly [word: string]: CallStatus } = {
  initiated: "initiated",
  "in-progress": "in-progress",
  processing: "processing",
  done: "done",
  failed: "failed"
}

export const isBefore = (call: Call, status: CallStatus): boolean => order[call.status] < order[status]

/** Over because, as far as was known, nothing rang. */
export const isUnrung = (call: Call): boolean =>
  call.status === "not-placed" ||
  (call.status === "failed" && call.problem?.code === "rejected") ||
  ((call.status === "cancelled" || call.status === "refused") && call.approval !== null)
