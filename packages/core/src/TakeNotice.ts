import type { DateTime } from "effect"
import { type Call, isFinal, type Outcome } from "./Call.ts"
import type { ConversationId } from "./CallIds.ts"
import { type Advanced, alarmed, isBefore, isUnrung, unchanged } from "./MoveCall.ts"

/** What the provider said by itself, without being asked, of the call that has this very conversation. */
export interface Notice {
  readonly type: "notice"
  readonly conversationId: ConversationId
  readonly says: NoticeWord
  /** The provider's own words. */
  readonly detail: string | null
}

/** `busy`, `no-answer` and `failed`: nobody picked up, and the line is down. `machine`: a machine picked up. */
export type NoticeWord = "busy" | "no-answer" | "failed" | "machine"

/**
 * Applies a notice. It never gives a call its conversation: a call with another one, or none yet, stays as it is. That
 * nobody picked up ends a call which was not picked up as far as is known, and tells a final one apart; a machine
 * changes the outcome alone, never where the call is.
 */
export const takeNotice = (call: Call, notice: Notice, at: DateTime.Utc): Advanced => {
  if (call.conversationId !== notice.conversationId) return unchanged(call)
  if (notice.says === "machine") return takeMachine(call, notice, at)
  if (isBefore(call, "in-progress") || isUnrung(call)) return endUnanswered(call, notice, notice.says, at)
  return call.status === "failed" && notice.says !== "failed" && isVague(call.outcome)
    ? tell(call, notice, notice.says, at)
    : unchanged(call)
}

const endUnanswered = (
  call: Call,
  notice: Notice,
  outcome: Exclude<NoticeWord, "machine">,
  at: DateTime.Utc
): Advanced => {
  const next: Call = {
    ...call,
    status: "failed",
    outcome,
    endedAt: isUnrung(call) ? at : (call.endedAt ?? at),
    problem: { code: "call-failed", message: messages[outcome], status: null }
  }
  const event = { at, cause: "webhook", status: next.status } as const
  return alarmed(
    call,
    {
      call: next,
      events: [
        { ...event, type: "status", message: messages[outcome], detail: notice.detail },
        { ...event, type: "ended", message: null, detail: null }
      ]
    },
    at
  )
}

/** While the call is not over, a machine is told apart from a person; a final record is believed unless it is vague. */
const takeMachine = (call: Call, notice: Notice, at: DateTime.Utc): Advanced => {
  const isOpen = isFinal(call) ? call.status === "done" && isVague(call.outcome) : !isSettled(call.outcome)
  return isOpen ? tell(call, notice, "voicemail", at) : unchanged(call)
}

const tell = (call: Call, notice: Notice, outcome: Outcome, at: DateTime.Utc): Advanced => ({
  call: { ...call, outcome },
  events: [
    {
      at,
      type: "status",
      cause: "webhook",
      status: call.status,
      message: messages[notice.says],
      detail: notice.detail
    }
  ]
})

const isVague = (outcome: Outcome | null): boolean => outcome === null || outcome === "unknown" || outcome === "failed"

/** Another word than that somebody, or something, picked up. */
const isSettled = (outcome: Outcome | null): boolean => !isVague(outcome) && outcome !== "answered"

const messages: Record<NoticeWord, string> = {
  busy: "The line was busy.",
  "no-answer": "Nobody picked up.",
  failed: "The provider could not reach the number.",
  machine: "A machine picked up."
}
