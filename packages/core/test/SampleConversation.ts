import {
  type Conversation,
  ConversationId,
  type ConversationSummary,
  type PhoneCall,
  type Turn
} from "@outbound-call/core"
import { sampleNow } from "./SampleCall.ts"

export const samplePhoneCall: PhoneCall = {
  type: "twilio",
  direction: "outbound",
  phoneNumberId: "phnum_demo",
  agentNumber: "+14155550199",
  externalNumber: "+14155550100",
  callSid: "CA01",
  sipCallId: null,
  result: null
}

/** A conversation that has just begun to ring. */
export const sampleConversation = (change: Partial<Conversation> = {}): Conversation => ({
  id: ConversationId.make("conv_1"),
  status: "initiated",
  agentId: "agent_demo",
  agentName: "Demo agent",
  branchId: null,
  versionId: null,
  environment: null,
  userId: null,
  variables: {},
  startedAt: sampleNow,
  answeredAt: null,
  durationSeconds: null,
  queueWaitSeconds: null,
  costCredits: null,
  costUsd: null,
  terminationReason: null,
  error: null,
  warnings: [],
  language: null,
  source: null,
  hasAudio: false,
  voicemailDetected: false,
  phoneCall: samplePhoneCall,
  analysis: null,
  turns: [],
  tagIds: [],
  record: null,
  ...change
})

/** The same in the provider's list. */
export const sampleSummary = (change: Partial<ConversationSummary> = {}): ConversationSummary => ({
  id: ConversationId.make("conv_1"),
  status: "initiated",
  agentId: "agent_demo",
  agentName: "Demo agent",
  direction: "outbound",
  startedAt: sampleNow,
  durationSeconds: null,
  messageCount: 0,
  evaluation: null,
  terminationReason: null,
  ...change
})

export const sampleTurn = (
  n: number,
  speaker: Turn["speaker"],
  text: string | null,
  more: Partial<Turn> = {}
): Turn => ({
  n,
  speaker,
  atSeconds: n * 3,
  text,
  interrupted: false,
  tools: [],
  ...more
})
