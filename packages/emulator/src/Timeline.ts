import type { Callee, Ending } from "./Callee.ts"

/** The provider's words. */
export type ConversationStatus = "initiated" | "in-progress" | "processing" | "done" | "failed"

/** When a call does what, in seconds after the dial. Infinity: never. */
export interface Timeline {
  readonly ending: Ending
  readonly answeredAt: number | null
  readonly endedAt: number
  readonly finalAt: number
  readonly finalStatus: "done" | "failed"
  readonly hitMaxDuration: boolean
}

/** What shapes a call besides its callee. */
export interface CallLimits {
  readonly ringingTimeout: number
  readonly maxDuration: number
  /** The conversation cannot start: the phone rings, is picked up, and the call drops. */
  readonly dropsAtPickup: boolean
  /** The word a dropped call ends with. */
  readonly droppedStatus: "done" | "failed"
  /** The word a call that nobody picked up ends with. */
  readonly unansweredStatus: "done" | "failed"
}

/** The course of a call to this callee. */
export const timelineOf = (callee: Callee, limits: CallLimits): Timeline => {
  const ending = endingOf(callee, limits)
  const unanswered = (at: number): Timeline => ({
    ending,
    answeredAt: null,
    endedAt: at,
    finalAt: at,
    finalStatus: limits.unansweredStatus,
    hitMaxDuration: false
  })
  switch (ending) {
    case "rings-for-ever":
      return unanswered(Number.POSITIVE_INFINITY)
    case "no-answer":
      return unanswered(limits.ringingTimeout)
    case "busy":
    case "declined":
    case "failed":
    case "refused":
      return unanswered(callee.ringsFor)
    case "dropped":
      return {
        ending,
        answeredAt: callee.ringsFor,
        endedAt: callee.ringsFor + 1,
        finalAt: callee.ringsFor + 1,
        finalStatus: limits.droppedStatus,
        hitMaxDuration: false
      }
    case "answered":
    case "voicemail": {
      const talk = Math.min(callee.talksFor, limits.maxDuration)
      const endedAt = callee.ringsFor + talk
      return {
        ending,
        answeredAt: callee.ringsFor,
        endedAt,
        finalAt: endedAt + callee.analysisTakes,
        finalStatus: "done",
        hitMaxDuration: talk < callee.talksFor
      }
    }
  }
}

/** The provider's status word so many seconds after the dial. */
export const statusAt = (timeline: Timeline, elapsed: number): ConversationStatus => {
  if (elapsed >= timeline.finalAt) return timeline.finalStatus
  if (elapsed >= timeline.endedAt) return "processing"
  return timeline.answeredAt !== null && elapsed >= timeline.answeredAt ? "in-progress" : "initiated"
}

/** When a SIP dial is answered: once the INVITE is, or when the ringing time is over. */
export const inviteResolvedAt = (timeline: Timeline, ringingTimeout: number): number =>
  Math.min(timeline.answeredAt ?? timeline.endedAt, ringingTimeout)

const endingOf = (callee: Callee, limits: CallLimits): Ending => {
  const picksUp = callee.ending === "answered" || callee.ending === "voicemail" || callee.ending === "dropped"
  if (!picksUp) return callee.ending
  if (callee.ringsFor > limits.ringingTimeout) return "no-answer"
  return limits.dropsAtPickup ? "dropped" : callee.ending
}
