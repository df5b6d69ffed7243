import type { NumberedCall } from "./Call.ts"

type Known =
  | "id"
  | "to"
  | "agentId"
  | "phoneNumberId"
  | "callerId"
  | "purpose"
  | "variables"
  | "owner"
  | "userId"
  | "identity"
  | "createdAt"
  | "claimedAt"
  | "horizonMillis"

/** A call as it is at its claim: about to be dialled, and nothing known of what comes. */
export const claimedCall = (known: Pick<NumberedCall, Known>): NumberedCall => ({
  ...known,
  status: "dialing",
  providerStatus: null,
  outcome: null,
  evaluation: null,
  simulated: known.identity.kind === "emulator",
  conversationId: null,
  callSid: null,
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
  epoch: 1
})
