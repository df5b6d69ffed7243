import type { DateTime } from "effect"
import { Schema } from "effect"
import { type Call, CallStatus, Evaluation, Outcome } from "./Call.ts"
import { CallId, ConversationId } from "./CallIds.ts"
import { Turn } from "./Transcript.ts"

const Instant = Schema.DateTimeUtcFromString

/** What made a call change. */
export const Cause = Schema.Literals(["claim", "dial", "poll", "webhook", "look-up", "person", "expiry"])
export type Cause = typeof Cause.Type

const stamp = {
  /** Position after this event; follow from here with `after`. */
  cursor: Schema.String,
  at: Instant,
  callId: Schema.NullOr(CallId),
  conversationId: Schema.NullOr(ConversationId)
}

/**
 * One piece of news of a call, in order. `status` for each step, `turn` for each utterance, `ended` when the line is
 * down, `analysed` when transcript and analysis are complete; a call that ends without a conversation has only the
 * first.
 */
export const CallEvent = Schema.Union([
  Schema.Struct({
    ...stamp,
    type: Schema.tag("status"),
    status: Schema.Union([CallStatus, Schema.String]),
    cause: Cause,
    message: Schema.NullOr(Schema.String)
  }),
  Schema.Struct({ ...stamp, type: Schema.tag("turn"), turn: Turn }),
  Schema.Struct({
    ...stamp,
    type: Schema.tag("ended"),
    outcome: Schema.NullOr(Outcome),
    durationSeconds: Schema.NullOr(Schema.Int)
  }),
  Schema.Struct({ ...stamp, type: Schema.tag("analysed"), evaluation: Schema.NullOr(Evaluation) })
]).annotate({ identifier: "CallEvent" })
export type CallEvent = typeof CallEvent.Type

/** An event as the ledger keeps it: numbered within its call, without speech. */
export interface StoredEvent {
  readonly seq: number
  readonly at: DateTime.Utc
  readonly type: "status" | "ended" | "analysed"
  readonly cause: Cause
  readonly status: CallStatus
  readonly message: string | null
  /** The provider's own words, kept for those who must look closer. */
  readonly detail: string | null
}

/** An event where it stands among those of all calls, and its call as it is now. */
export interface FeedEntry {
  readonly position: number
  readonly event: StoredEvent
  readonly call: Call
}

/** An event of a call whose record cannot be read, so that nobody knows whose it is: it is told to nobody. */
export interface UnreadableEntry {
  readonly position: number
  readonly event: StoredEvent
  readonly call: null
  readonly callId: string
}

/** The event that a stored one is shown as. `turns` is how many turns had been told before it. */
export const showEvent = (call: Call, event: StoredEvent, turns: number): CallEvent => {
  const base = {
    cursor: `${event.seq}.${turns}`,
    at: event.at,
    callId: call.id,
    conversationId: call.conversationId
  }
  switch (event.type) {
    case "status":
      return { ...base, type: "status", status: event.status, cause: event.cause, message: event.message }
    case "ended":
      return { ...base, type: "ended", outcome: call.outcome, durationSeconds: call.durationSeconds }
    case "analysed":
      return { ...base, type: "analysed", evaluation: call.evaluation }
  }
}

/** Reads a cursor `seq.turns`; null when it is none. */
export const readCursor = (cursor: string): { readonly seq: number; readonly turns: number } | null => {
  const match = /^(\d{1,9})\.(\d{1,9})$/.exec(cursor)
  return match === null ? null : { seq: Number(match[1]), turns: Number(match[2]) }
}
