import type { DateTime } from "effect"
import { type Call, isFinal } from "./Call.ts"
import type { StoredEvent } from "./CallEvent.ts"
import { type ConversationSummary, isOver } from "./Conversation.ts"
import { type Advanced, alarmed, isBefore, order, statusOf, unchanged } from "./MoveCall.ts"

/**
 * Applies a row of the provider's list. It moves a call as far as `processing`, which ends the line; how the call ended
 * is told by its record alone, so the outcome stays unknown until that is read, and a row that says it is over changes
 * nothing.
 */
export const takeListed = (call: Call, row: ConversationSummary, at: DateTime.Utc): Advanced => {
  if (call.conversationId !== row.id || isFinal(call) || isOver(row)) return unchanged(call)
  const word = statusOf(row.status)
  if (word !== undefined && order[word] < order[call.status]) return unchanged(call)
  const status = word ?? (isBefore(call, "initiated") ? "initiated" : call.status)
  const moved = isBefore(call, status)
  const newWord = word === undefined && row.status !== call.providerStatus
  const ends = status === "processing" && call.endedAt === null
  if (!moved && !newWord && !ends) return unchanged(call)
  const event = (type: StoredEvent["type"], message: string | null) =>
    ({ at, type, cause: "poll", status, message, detail: null }) as const
  return alarmed(
    call,
    {
      call: { ...call, status, providerStatus: row.status, endedAt: ends ? at : call.endedAt },
      events: [
        ...(moved || newWord ? [event("status", newWord ? `The provider says "${row.status}".` : null)] : []),
        ...(ends ? [event("ended", null)] : [])
      ]
    },
    at
  )
}
