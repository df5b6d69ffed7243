import {
  AgentId,
  type NumberedCall,
  CallId,
  ConversationId,
  type DialAnswer,
  PhoneNumber,
  PhoneNumberId
} from "@outbound-call/core"
import { DateTime } from "effect"

/** When every call of these tests begins: 2026-11-22T12:00:00Z, in milliseconds. */
export const start = 1_795_348_800_000

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

/** The n-th call id, in the order of n. */
export const idOf = (n: number): CallId => {
  let digits = ""
  for (let rest = n; rest > 0; rest = Math.floor(rest / 32)) digits = crockford[rest % 32] + digits
  return CallId.make(`call_${digits.padStart(26, "0")}`)
}

export const numberOf = (n: number): PhoneNumber => PhoneNumber.make(`+1415555${String(100 + n).padStart(4, "0")}`)

/** The n-th call, to the n-th number, placed n seconds after the start. */
export const callOf = (n: number, change: Partial<NumberedCall> = {}): NumberedCall => ({
  id: idOf(n),
  status: "dialing",
  providerStatus: null,
  outcome: null,
  evaluation: null,
  to: numberOf(n),
  agentId: AgentId.make("agent_demo"),
  phoneNumberId: PhoneNumberId.make("phnum_demo"),
  callerId: PhoneNumber.make("+14155550199"),
  purpose: "test",
  variables: { customer_name: "Ada", age: 36, known: true },
  owner: "ada",
  userId: idOf(n),
  simulated: true,
  identity: {
    kind: "emulator",
    host: "emulator",
    workspace: "workspace_1",
    phoneNumberId: PhoneNumberId.make("phnum_demo"),
    twilioAccount: null,
    dashboard: "https://example.com/"
  },
  conversationId: null,
  callSid: null,
  createdAt: DateTime.makeUnsafe(start + n * 1000),
  claimedAt: null,
  answeredAt: null,
  endedAt: null,
  analysedAt: null,
  durationSeconds: null,
  problem: null,
  attention: null,
  hangUpRequestedAt: null,
  approval: null,
  forgottenAt: null,
  absences: { provider: [], carrier: [] },
  horizonMillis: 305_000,
  epoch: 1,
  ...change
})

export const dialled = (n: number): { readonly type: "answer"; readonly answer: DialAnswer } => ({
  type: "answer",
  answer: {
    type: "dialled",
    conversationId: ConversationId.make(`conv_${n}`),
    callSid: `CA${n}`,
    detail: '{"ok":true}'
  }
})

export const rejected: { readonly type: "answer"; readonly answer: DialAnswer } = {
  type: "answer",
  answer: { type: "rejected", message: "No.", status: 404, detail: "{}" }
}

export const notSent: { readonly type: "answer"; readonly answer: DialAnswer } = {
  type: "answer",
  answer: { type: "not-sent", message: "No connection." }
}

export const lost: { readonly type: "answer"; readonly answer: DialAnswer } = {
  type: "answer",
  answer: { type: "unclear", message: "Lost.", status: null, conversationId: null, detail: "" }
}

/** The provider's record of the n-th call. */
export const conversation = (n: number, status: string) => ({
  type: "conversation" as const,
  cause: "poll" as const,
  conversation: {
    id: ConversationId.make(`conv_${n}`),
    status,
    agentId: null,
    agentName: null,
    branchId: null,
    versionId: null,
    environment: null,
    userId: null,
    variables: {},
    startedAt: null,
    answeredAt: null,
    durationSeconds: 7,
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
    phoneCall: null,
    analysis: null,
    turns: [],
    tagIds: [],
    record: null
  }
})
