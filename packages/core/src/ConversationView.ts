import { DateTime, Schema } from "effect"
import { Evaluation, Outcome } from "./Call.ts"
import { ConversationId } from "./CallIds.ts"
import { type Conversation, evaluationOf, outcomeOf } from "./Conversation.ts"

const instant = DateTime.makeUnsafe("2026-11-23T09:30:00.000Z")

const textOrNull = (description: string, example: string | null) =>
  Schema.NullOr(Schema.String).annotate({ description, examples: [example] })

const instantOrNull = (description: string) =>
  Schema.NullOr(Schema.DateTimeUtcFromString).annotate({
    description: `${description} (ISO 8601, UTC); null until known`,
    examples: [instant]
  })

/** A conversation of the provider's account, placed here or not, without what was said in it. */
export const ConversationView = Schema.Struct({
  id: ConversationId,
  status: Schema.String.annotate({
    description: "The provider's word: initiated, in-progress, processing, done or failed; new words are kept",
    examples: ["done"]
  }),
  outcome: Schema.NullOr(Outcome),
  evaluation: Schema.NullOr(Evaluation),
  agentId: textOrNull("The agent that spoke", "agent_demo"),
  agentName: textOrNull("Its name at the provider", "Demo agent"),
  direction: textOrNull("outbound or inbound; null when it is no phone call", "outbound"),
  agentNumber: textOrNull("The account's own number, E.164; null when it is no phone call", "+14155550199"),
  externalNumber: textOrNull("The number at the other end, E.164; null when it is no phone call", "+14155550100"),
  callSid: textOrNull("The carrier's id of the call; null until known", "CA00000000000000000000000000000000"),
  startedAt: instantOrNull("When it began"),
  answeredAt: instantOrNull("When the call was answered"),
  durationSeconds: Schema.NullOr(Schema.Int).annotate({
    description: "Seconds of conversation; null until known",
    examples: [42]
  }),
  terminationReason: textOrNull("Why it ended, in the provider's words; null until known", "Client disconnected: 1000"),
  hasAudio: Schema.Boolean.annotate({ description: "Whether the provider keeps a recording", examples: [true] })
}).annotate({ identifier: "Conversation", description: "A conversation of the provider's account" })
export type ConversationView = typeof ConversationView.Type

/** The public view of a conversation. */
export const viewConversation = (conversation: Conversation): ConversationView => ({
  id: conversation.id,
  status: conversation.status,
  outcome: outcomeOf(conversation),
  evaluation: evaluationOf(conversation),
  agentId: conversation.agentId,
  agentName: conversation.agentName,
  direction: conversation.phoneCall?.direction ?? null,
  agentNumber: conversation.phoneCall?.agentNumber ?? null,
  externalNumber: conversation.phoneCall?.externalNumber ?? null,
  callSid: conversation.phoneCall?.callSid ?? null,
  startedAt: conversation.startedAt,
  answeredAt: conversation.answeredAt,
  durationSeconds: conversation.durationSeconds,
  terminationReason: conversation.terminationReason,
  hasAudio: conversation.hasAudio
})
