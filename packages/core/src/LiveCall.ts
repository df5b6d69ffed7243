import { DateTime } from "effect"
import { type Call, type CallStatus, identityKey, isLive } from "./Call.ts"
import type { AgentId, CallId, ConversationId } from "./CallIds.ts"

/** What following needs to know of a live call whose conversation is known. */
export interface LiveCall {
  readonly id: CallId
  readonly conversationId: ConversationId
  readonly agentId: AgentId
  readonly status: CallStatus
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** The account through which it went, as `identityKey` names it. */
  readonly identity: string
  /** Somebody asked to hang up, and the line may still be up. */
  readonly isToEnd: boolean
}

/** The statuses that such a call has. A call of unknown fate is looked for by recovery, whatever is known of it. */
export const followedStatuses: ReadonlyArray<CallStatus> = ["initiated", "in-progress", "processing"]

/** The same of a call; null when it is over, or when it is not known which conversation is its own. */
export const liveCallOf = (call: Call): LiveCall | null =>
  isLive(call) && call.conversationId !== null && followedStatuses.includes(call.status)
    ? {
        id: call.id,
        conversationId: call.conversationId,
        agentId: call.agentId,
        status: call.status,
        createdAt: DateTime.toEpochMillis(call.createdAt),
        identity: identityKey(call.identity),
        isToEnd: call.hangUpRequestedAt !== null && call.endedAt === null
      }
    : null
