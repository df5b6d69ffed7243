import { DateTime } from "effect"
import { type Call, type CallProblem, isFinal, isLineDown } from "./Call.ts"
import type { Cause, StoredEvent } from "./CallEvent.ts"
import {
  type Conversation,
  type ConversationSummary,
  evaluationOf,
  isEnded,
  isOver,
  outcomeOf
} from "./Conversation.ts"
import { takeNo, takeTime, withdrawn } from "./DecideApproval.ts"
import type { DialAnswer } from "./DialAnswer.ts"
import { type Advanced, alarmed, isBefore, isUnrung, move, order, statusOf, unchanged } from "./MoveCall.ts"
import { settle, type Settling } from "./SettleCall.ts"
import { takeForgotten } from "./TakeForgotten.ts"
import { takeListed } from "./TakeListed.ts"
import { type Notice, takeNotice } from "./TakeNotice.ts"

/** Something that was learnt about a call. */
export type News =
  | { readonly type: "answer"; readonly answer: DialAnswer }
  /** The provider's record of this very call, as checked by whoever passes it. */
  | {
      readonly type: "conversation"
      readonly conversation: Conversation
      readonly cause: "poll" | "look-up" | "webhook"
    }
  /** What the provider's list says of this very call; it tells where a call is, never how it ended. */
  | { readonly type: "listed"; readonly row: ConversationSummary }
  /** The process that held the dial ended without recording an answer. */
  | { readonly type: "silence" }
  /** Somebody asked to hang up. */
  | { readonly type: "hang-up" }
  /** Its number was put on the do-not-call list. */
  | { readonly type: "suppressed" }
  /** A person said no to a call that waits. */
  | { readonly type: "denied"; readonly by: string }
  /** Time passed; it ends a call that waited too long. */
  | { readonly type: "time" }
  | Notice
  | Settling

/**
 * Applies news to a call. The status only moves forward; late, repeated or reordered news changes nothing, except that
 * evidence of a ring wins over a final state that was reached without one. A call that was forgotten takes no other news.
 */
export const advance = (call: Call, news: News, now: DateTime.Utc): Advanced =>
  call.forgottenAt === null ? take(call, news, now) : takeForgotten(call, take(call, news, now), now)

const take = (call: Call, news: News, now: DateTime.Utc): Advanced => {
  switch (news.type) {
    case "answer":
      return takeAnswer(call, news.answer, now)
    case "conversation":
      return takeConversation(call, news.conversation, news.cause, now)
    case "listed":
      return takeListed(call, news.row, now)
    case "silence":
      return call.status === "dialing"
        ? move(
            call,
            {
              status: "unknown",
              epoch: call.epoch + 1,
              problem: noClearAnswer("The dial ended without a recorded answer.", null)
            },
            { cause: "look-up", at: now }
          )
        : unchanged(call)
    case "hang-up":
      return takeHangUp(call, now)
    case "suppressed":
      return takeSuppression(call, now)
    case "denied":
      return takeNo(call, news.by, now)
    case "time":
      return takeTime(call, now)
    case "notice":
      return takeNotice(call, news, now)
    default:
      return settle(call, news, now)
  }
}

const takeAnswer = (call: Call, answer: DialAnswer, now: DateTime.Utc): Advanced => {
  if (answer.type === "dialled") {
    if (call.conversationId !== null && call.conversationId !== answer.conversationId) return unchanged(call)
    const known = { conversationId: answer.conversationId, callSid: answer.callSid ?? call.callSid }
    return isBefore(call, "initiated") || isUnrung(call)
      ? alarmed(
          call,
          move(
            call,
            { ...known, status: "initiated", problem: null, endedAt: null },
            { cause: "dial", at: now, detail: answer.detail }
          ),
          now
        )
      : { call: { ...call, ...known }, events: [] }
  }
  if (call.status !== "dialing" && call.status !== "unknown") return unchanged(call)
  switch (answer.type) {
    case "rejected":
      return move(
        call,
        {
          status: "failed",
          endedAt: now,
          problem: { code: "rejected", message: answer.message, status: answer.status }
        },
        { cause: "dial", at: now, detail: answer.detail }
      )
    case "not-sent":
      return move(
        call,
        { status: "not-placed", endedAt: now, problem: { code: "not-sent", message: answer.message, status: null } },
        { cause: "dial", at: now }
      )
    case "rate-limited":
      return doubt(call, { code: "rate-limited", message: answer.message, status: answer.status }, null, answer, now)
    case "unclear":
      return doubt(call, noClearAnswer(answer.message, answer.status), answer.conversationId, answer, now)
  }
}

/** What was not dialled is over at once; what may be live only ends by the provider's news. */
const takeHangUp = (call: Call, now: DateTime.Utc): Advanced => {
  if (call.status === "planned") {
    return move(
      call,
      { status: "cancelled", endedAt: now, hangUpRequestedAt: now, approval: withdrawn(call, now) },
      { cause: "person", at: now }
    )
  }
  return isLineDown(call) || call.hangUpRequestedAt !== null
    ? unchanged(call)
    : move(call, { hangUpRequestedAt: now }, { cause: "person", at: now, message: "It was asked to hang up." })
}

/** Stops what was not dialled. What is dialled goes on: the person on the line is not cut off by their own wish. */
const takeSuppression = (call: Call, now: DateTime.Utc): Advanced =>
  call.status === "planned"
    ? move(
        call,
        { status: "cancelled", endedAt: now, approval: withdrawn(call, now) },
        { cause: "person", at: now, message: "Its number was put on the do-not-call list." }
      )
    : unchanged(call)

const doubt = (
  call: Call,
  problem: CallProblem,
  namedConversation: Call["conversationId"],
  { detail }: { readonly detail: string },
  now: DateTime.Utc
): Advanced => {
  const conversationId = namedConversation ?? call.conversationId
  const isRepeated = call.status === "unknown" && call.problem?.message === problem.message
  return isRepeated && call.conversationId === conversationId
    ? unchanged(call)
    : move(call, { status: "unknown", conversationId, problem }, { cause: "dial", at: now, detail })
}

const takeConversation = (call: Call, conversation: Conversation, cause: Cause, now: DateTime.Utc): Advanced => {
  if (call.conversationId !== null && call.conversationId !== conversation.id) return unchanged(call)
  if (isFinal(call) && !isUnrung(call)) return takeLateRecord(call, conversation, now)
  const word = statusOf(conversation.status)
  if (word !== undefined && order[word] < order[call.status] && !isUnrung(call)) return unchanged(call)
  const status = word ?? (isBefore(call, "initiated") || isUnrung(call) ? "initiated" : call.status)
  const moved = isBefore(call, status) || isUnrung(call)
  const newWord = word === undefined && conversation.status !== call.providerStatus
  const ended = isEnded(conversation)
  const endedBefore = isUnrung(call) ? null : call.endedAt
  const next: Call = {
    ...call,
    ...(moved ? { status } : {}),
    endedAt: endedBefore ?? (ended ? endOf(conversation, now) : null),
    providerStatus: conversation.status,
    conversationId: conversation.id,
    callSid: conversation.phoneCall?.callSid ?? call.callSid,
    answeredAt: conversation.answeredAt ?? call.answeredAt,
    ...(ended
      ? {
          outcome: endingOf(call, conversation),
          durationSeconds: spokenSeconds(conversation) ?? call.durationSeconds
        }
      : {}),
    ...(isOver(conversation) ? { evaluation: evaluationOf(conversation), analysedAt: now } : {}),
    problem: problemOf(conversation)
  }
  const event = (type: StoredEvent["type"], message: string | null) => ({
    at: now,
    type,
    cause,
    status: next.status,
    message,
    detail: null
  })
  return alarmed(
    call,
    {
      call: next,
      events: [
        ...(moved || newWord
          ? [event("status", newWord ? `The provider says "${conversation.status}".` : (next.problem?.message ?? null))]
          : []),
        ...(ended && endedBefore === null ? [event("ended", null)] : []),
        ...(isOver(conversation) && call.analysedAt === null ? [event("analysed", null)] : [])
      ]
    },
    now
  )
}

/** What is over stays as it is and tells no more news; that its conversation was read is kept, and what nobody knew. */
const takeLateRecord = (call: Call, conversation: Conversation, now: DateTime.Utc): Advanced =>
  call.analysedAt !== null || !isOver(conversation)
    ? unchanged(call)
    : {
        call: {
          ...call,
          conversationId: conversation.id,
          callSid: call.callSid ?? conversation.phoneCall?.callSid ?? null,
          answeredAt: call.answeredAt ?? conversation.answeredAt,
          outcome: call.outcome ?? endingOf(call, conversation),
          durationSeconds: call.durationSeconds ?? spokenSeconds(conversation),
          evaluation: call.evaluation ?? evaluationOf(conversation),
          analysedAt: now
        },
        events: []
      }

/** A machine that was noticed is not undone by a record that says no more than that the call was picked up. */
const endingOf = (call: Call, conversation: Conversation): Call["outcome"] => {
  const told = outcomeOf(conversation)
  return call.outcome === "voicemail" && (told === "answered" || told === "unknown")
    ? "voicemail"
    : (told ?? call.outcome)
}

/** When the line went down as the record tells it, else when that was seen. */
const endOf = (conversation: Conversation, now: DateTime.Utc): DateTime.Utc => {
  const seconds = spokenSeconds(conversation)
  return conversation.answeredAt === null || seconds === null ? now : DateTime.add(conversation.answeredAt, { seconds })
}

/** The provider sends 0 until it knows. */
const spokenSeconds = (conversation: Conversation): number | null =>
  isOver(conversation) ? conversation.durationSeconds : conversation.durationSeconds || null

const problemOf = (conversation: Conversation): CallProblem | null => {
  if (conversation.status !== "failed" && conversation.error === null) return null
  const reason = conversation.error?.reason ?? (conversation.terminationReason || null)
  if (reason === null && conversation.status !== "failed") return null
  return { code: "call-failed", message: reason ?? "The provider reports that the call failed.", status: null }
}

const noClearAnswer = (message: string, status: number | null): CallProblem => ({
  code: "no-clear-answer",
  message,
  status
})
