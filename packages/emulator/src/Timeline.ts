import type { Callee, Ending } from "./Callee.ts"

/** The provider's words. */
export type ConversationStatus = "initiated" | "in-progress" | "processing" | "done" | "failed"

/** When a call does what, in seconds after the dial. Infinity: never. */
export interface Timeline {
  readonly ending: Ending
  /** When it leaves the carrier's queue. */
  readonly ringsAt: number
  readonly answeredAt: number | null
  readonly endedAt: number
  readonly finalAt: number
  readonly finalStatus: "done" | "failed"
  readonly hitMaxDuration: boolean
  /** Somebody ended it through the carrier or the monitor socket. */
  readonly hungUp: boolean
}

/** What shapes a call besides its callee. */
export interface CallLimits {
  /** Seconds in the carrier's queue. */
  readonly queuedFor: number
  /** When it was ended through the carrier or the monitor socket. */
  readonly hungUpAfter: number | null
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
export const timelineOf = (callee: Callee, limits: CallLimits): Timeline =>
  cutShort(undisturbed(callee, limits), limits)

/** A call that is never reported as over does not end for the provider either when the carrier ends it. */
const cutShort = (timeline: Timeline, { hungUpAfter, unansweredStatus }: CallLimits): Timeline => {
  if (hungUpAfter === null || hungUpAfter >= timeline.endedAt || timeline.ending === "rings-for-ever") return timeline
  const cut = { ...timeline, endedAt: hungUpAfter, hitMaxDuration: false, hungUp: true }
  return timeline.answeredAt === null || hungUpAfter < timeline.answeredAt
    ? { ...cut, ending: "canceled", answeredAt: null, finalAt: hungUpAfter, finalStatus: unansweredStatus }
    : { ...cut, finalAt: hungUpAfter + timeline.finalAt - timeline.endedAt }
}

const undisturbed = (callee: Callee, limits: CallLimits): Timeline => {
  const ending = endingOf(callee, limits)
  const ringsAt = limits.queuedFor
  const course = { ending, ringsAt, hitMaxDuration: false, hungUp: false }
  const unanswered = (rang: number): Timeline => ({
    ...course,
    answeredAt: null,
    endedAt: ringsAt + rang,
    finalAt: ringsAt + rang,
    finalStatus: limits.unansweredStatus
  })
  const answeredAt = ringsAt + callee.ringsFor
  switch (ending) {
    case "rings-for-ever":
      return unanswered(Number.POSITIVE_INFINITY)
    case "no-answer":
      return unanswered(limits.ringingTimeout)
    case "busy":
    case "declined":
    case "failed":
    case "refused":
    case "canceled":
      return unanswered(callee.ringsFor)
    case "dropped":
      return {
        ...course,
        answeredAt,
        endedAt: answeredAt + 1,
        finalAt: answeredAt + 1,
        finalStatus: limits.droppedStatus
      }
    case "answered":
    case "voicemail": {
      const talk = Math.min(callee.talksFor, limits.maxDuration)
      const endedAt = answeredAt + talk
      return {
        ...course,
        answeredAt,
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
