import { CallStatus, type CallView, Evaluation, isFinal, Outcome } from "@outbound-call/core"
import { Schema } from "effect"
import { short, webAddress } from "./Bounds.ts"
import { callUri } from "./CallUri.ts"
import { NextStep, stepAfter } from "./NextStep.ts"
import { waitingCall, WaitingCall } from "./WaitingCall.ts"

const Instant = Schema.DateTimeUtcFromString

/** Words without their description: the list of tools is read by a model each time, and four tools give a call. */
const bare = <const L extends ReadonlyArray<string>>({ literals }: { readonly literals: L }) =>
  Schema.Literals(literals)

export const StatusWord = bare(CallStatus)
export const OutcomeWord = bare(Outcome)

/** A call as tools give it. It carries nothing that was said in the call. */
export const CallResult = Schema.Struct({
  call_id: Schema.String,
  status: StatusWord,
  /** Nothing changes any more. */
  terminal: Schema.Boolean,
  outcome: Schema.NullOr(OutcomeWord),
  evaluation: Schema.NullOr(bare(Evaluation)),
  conversation_id: Schema.NullOr(Schema.String),
  to: Schema.NullOr(Schema.String),
  agent: Schema.String,
  created_at: Instant,
  answered_at: Schema.NullOr(Instant),
  ended_at: Schema.NullOr(Instant),
  duration_seconds: Schema.NullOr(Schema.Finite),
  simulated: Schema.Boolean,
  phone_may_have_rung: Schema.Boolean,
  /** A new call would ring nobody a second time. */
  retry_safe: Schema.Boolean,
  problem: Schema.NullOr(Schema.Struct({ code: Schema.String, message: Schema.String })),
  dashboard_url: Schema.NullOr(Schema.String),
  transcript_uri: Schema.NullOr(Schema.String),
  /** What it waits for; null when it does not. */
  approval: Schema.NullOr(WaitingCall),
  replayed: Schema.optionalKey(
    Schema.Boolean.annotate({ description: "This key already had this call; nothing was dialled now" })
  ),
  next_step: NextStep
})
export type CallResult = typeof CallResult.Type

/** The call, of that server or of this machine, for a tool's answer. */
export const callResult = (call: CallView, server: string | null): CallResult => ({
  call_id: call.id,
  status: call.status,
  terminal: isFinal(call),
  outcome: call.outcome,
  evaluation: call.evaluation,
  conversation_id: call.conversationId,
  to: call.to,
  agent: call.agentId,
  created_at: call.createdAt,
  answered_at: call.answeredAt,
  ended_at: call.endedAt,
  duration_seconds: call.durationSeconds,
  simulated: call.simulated,
  phone_may_have_rung: call.phoneMayHaveRung,
  retry_safe: call.retrySafe,
  problem: problemOf(call),
  dashboard_url: webAddress(call.dashboardUrl),
  transcript_uri: call.conversationId === null ? null : callUri(call.id, "transcript"),
  approval: waitingCall(call),
  next_step: stepAfter(call, server)
})

/** Why a call broke off after pickup is told in words that may come from the conversation; those stay out. */
const problemOf = ({ problem }: CallView): CallResult["problem"] =>
  problem === null
    ? null
    : {
        code: problem.code,
        message:
          problem.code === "call-failed"
            ? "The provider reports that the call failed after the dial. The reason is in its dashboard."
            : short(problem.message, 500)
      }
