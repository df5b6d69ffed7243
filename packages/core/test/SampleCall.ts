import { DateTime } from "effect"
import {
  AgentId,
  CallId,
  type NumberedCall,
  PhoneNumber,
  PhoneNumberId,
  type ProviderIdentity
} from "@outbound-call/core"

/** When every sample begins: 2026-11-22T12:00:00Z, in milliseconds. */
export const sampleStart = 1_795_348_800_000

export const sampleNow = DateTime.makeUnsafe(sampleStart)

export const sampleIdentity: ProviderIdentity = {
  kind: "emulator",
  host: "emulator",
  workspace: "0123456789abcdef",
  phoneNumberId: PhoneNumberId.make("phnum_demo"),
  twilioAccount: null,
  dashboard: "https://example.com/calls/"
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

/** The n-th call id, in the order of n. */
export const sampleId = (n: number): CallId => {
  let digits = ""
  for (let rest = n; rest > 0; rest = Math.floor(rest / 32)) digits = crockford[rest % 32] + digits
  return CallId.make(`call_${digits.padStart(26, "0")}`)
}

/** A call whose dial is under way. */
export const sampleCall = (change: Partial<NumberedCall> = {}): NumberedCall => {
  const id = change.id ?? sampleId(1)
  return {
    id,
    status: "dialing",
    providerStatus: null,
    outcome: null,
    evaluation: null,
    to: PhoneNumber.make("+14155550100"),
    agentId: AgentId.make("agent_demo"),
    phoneNumberId: sampleIdentity.phoneNumberId,
    callerId: PhoneNumber.make("+14155550199"),
    purpose: "test",
    variables: { customer_name: "Ada" },
    owner: "ada",
    userId: id,
    simulated: true,
    identity: sampleIdentity,
    conversationId: null,
    callSid: null,
    createdAt: sampleNow,
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
  }
}
