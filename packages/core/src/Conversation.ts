import { Schema } from "effect"
import type { Evaluation, Outcome } from "./Call.ts"
import { ConversationId } from "./CallIds.ts"
import { type Transcript, Turn } from "./Transcript.ts"

const Instant = Schema.DateTimeUtcFromString

/** The telephone side of a conversation. */
export const PhoneCall = Schema.Struct({
  type: Schema.String.annotate({ description: "twilio, sip_trunking or exotel; new words are kept" }),
  direction: Schema.NullOr(Schema.String),
  phoneNumberId: Schema.NullOr(Schema.String),
  agentNumber: Schema.NullOr(Schema.String),
  externalNumber: Schema.NullOr(Schema.String),
  callSid: Schema.NullOr(Schema.String),
  sipCallId: Schema.NullOr(Schema.String),
  result: Schema.NullOr(
    Schema.String.annotate({ description: "answered, voicemail, busy, no_answer, failed; new words are kept" })
  )
})
export type PhoneCall = typeof PhoneCall.Type

/** The provider's analysis after the call. Summary and data come from what the callee said: untrusted. */
export const Analysis = Schema.Struct({
  evaluation: Schema.String.annotate({ description: "success, failure or unknown; new words are kept" }),
  summary: Schema.NullOr(Schema.String),
  title: Schema.NullOr(Schema.String),
  criteria: Schema.Record(Schema.String, Schema.Unknown),
  collectedData: Schema.Record(Schema.String, Schema.Unknown)
})
export type Analysis = typeof Analysis.Type

/**
 * The provider's record of what was said in a call. Words the provider adds are kept as they came; fields it adds are
 * in `record`, its whole answer.
 */
export const Conversation = Schema.Struct({
  id: ConversationId,
  status: Schema.String.annotate({
    description: "initiated, in-progress, processing, done or failed; a new word is kept and treated as not final"
  }),
  agentId: Schema.NullOr(Schema.String),
  agentName: Schema.NullOr(Schema.String),
  branchId: Schema.NullOr(Schema.String),
  versionId: Schema.NullOr(Schema.String),
  environment: Schema.NullOr(Schema.String),
  userId: Schema.NullOr(Schema.String),
  variables: Schema.Record(Schema.String, Schema.Unknown),
  startedAt: Schema.NullOr(Instant),
  answeredAt: Schema.NullOr(Instant),
  durationSeconds: Schema.NullOr(Schema.Int),
  queueWaitSeconds: Schema.NullOr(Schema.Finite),
  costCredits: Schema.NullOr(Schema.Finite),
  costUsd: Schema.NullOr(Schema.Finite),
  terminationReason: Schema.NullOr(Schema.String),
  error: Schema.NullOr(Schema.Struct({ code: Schema.NullOr(Schema.Int), reason: Schema.NullOr(Schema.String) })),
  warnings: Schema.Array(Schema.String),
  language: Schema.NullOr(Schema.String),
  source: Schema.NullOr(Schema.String),
  hasAudio: Schema.Boolean,
  voicemailDetected: Schema.Boolean,
  phoneCall: Schema.NullOr(PhoneCall),
  analysis: Schema.NullOr(Analysis),
  turns: Schema.Array(Turn),
  tagIds: Schema.Array(Schema.String),
  record: Schema.Unknown.annotate({ description: "The provider's whole answer, as it came" })
}).annotate({ identifier: "Conversation" })
export type Conversation = typeof Conversation.Type

/** A row of the provider's list of conversations. */
export const ConversationSummary = Schema.Struct({
  id: ConversationId,
  status: Schema.String,
  agentId: Schema.NullOr(Schema.String),
  agentName: Schema.NullOr(Schema.String),
  direction: Schema.NullOr(Schema.String),
  startedAt: Schema.NullOr(Instant),
  durationSeconds: Schema.NullOr(Schema.Int),
  messageCount: Schema.NullOr(Schema.Int),
  evaluation: Schema.NullOr(Schema.String),
  terminationReason: Schema.NullOr(Schema.String)
}).annotate({ identifier: "ConversationSummary" })
export type ConversationSummary = typeof ConversationSummary.Type

/** Whether the line is down: nothing more will be said. */
export const isEnded = (conversation: Conversation): boolean =>
  conversation.status === "processing" || isOver(conversation)

/** Whether the record is complete: transcript and analysis will not change. */
export const isOver = (conversation: { readonly status: string }): boolean =>
  conversation.status === "done" || conversation.status === "failed"

/** The transcript of a conversation as far as it is there. */
export const transcriptOf = (conversation: Conversation): Transcript => ({
  conversationId: conversation.id,
  status: conversation.status,
  complete: isOver(conversation),
  durationSeconds: conversation.durationSeconds,
  turns: conversation.turns
})

/** The provider's opinion on the goal; null before the analysis, `unknown` for a word never seen. */
export const evaluationOf = ({ analysis }: Conversation): Evaluation | null => {
  if (analysis === null) return null
  return analysis.evaluation === "success" || analysis.evaluation === "failure" ? analysis.evaluation : "unknown"
}

/**
 * How the call ended for the person called; null while the line is up. Reads the carrier's result first, then the SIP
 * code, then the traces of voicemail and speech, since older deployments send no result.
 */
export const outcomeOf = (conversation: Conversation): Outcome | null => {
  if (!isEnded(conversation)) return null
  if (conversation.error?.code === contractError) return "failed"
  if (conversation.voicemailDetected) return "voicemail"
  const sip = sipOutcome(conversation)
  if (sip !== undefined) return sip
  const result = results[conversation.phoneCall?.result ?? ""]
  if (result === "busy" && /declin|reject/i.test(conversation.terminationReason ?? "")) return "declined"
  if (result !== undefined) return result
  if (wasAnswered(conversation)) return "answered"
  return conversation.status === "failed" ? "failed" : "unknown"
}

const contractError = 1008

const results: { readonly [word: string]: Outcome } = {
  answered: "answered",
  voicemail: "voicemail",
  busy: "busy",
  no_answer: "no-answer",
  failed: "failed"
}

const sipOutcome = ({ error, phoneCall }: Conversation): Outcome | undefined => {
  const code = error?.code ?? 0
  if (phoneCall?.type !== "sip_trunking" || code < 400 || code > 699) return undefined
  return sipCodes[code] ?? "failed"
}

const sipCodes: { readonly [code: number]: Outcome } = {
  408: "no-answer",
  480: "no-answer",
  486: "busy",
  487: "no-answer",
  600: "busy",
  603: "declined",
  607: "declined"
}

const wasAnswered = ({ answeredAt, durationSeconds, turns }: Conversation): boolean =>
  answeredAt !== null || (durationSeconds ?? 0) > 0 || turns.some((turn) => turn.speaker === "recipient")
