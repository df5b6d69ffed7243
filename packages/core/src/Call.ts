import { DateTime, Effect, Schema } from "effect"
import { Approval } from "./Approval.ts"
import { AgentId, CallId, ConversationId, PhoneNumberId } from "./CallIds.ts"
import { Purpose, Variables } from "./CallRequest.ts"
import { PhoneNumber } from "./PhoneNumber.ts"

/** Where the call is. It only moves forward; see `advance`. */
export const CallStatus = Schema.Literals([
  "planned",
  "dialing",
  "unknown",
  "initiated",
  "in-progress",
  "processing",
  "done",
  "failed",
  "refused",
  "cancelled",
  "not-placed"
]).annotate({
  description:
    "planned, dialing, unknown (it may have rung; do not dial again), initiated, in-progress, processing, then final: done, failed, refused, cancelled or not-placed"
})
export type CallStatus = typeof CallStatus.Type

/** How the call ended for the person called. */
export const Outcome = Schema.Literals([
  "answered",
  "voicemail",
  "no-answer",
  "busy",
  "declined",
  "failed",
  "unknown"
]).annotate({ description: "How the call ended for the person called" })
export type Outcome = typeof Outcome.Type

/** The provider's opinion whether the goal of the call was reached. It says nothing about the telephone. */
export const Evaluation = Schema.Literals(["success", "failure", "unknown"]).annotate({
  description: "The provider's opinion whether the goal was reached; not whether the call worked"
})
export type Evaluation = typeof Evaluation.Type

/** Why a call did not go the normal way, and what that means for the phone. */
export const CallProblem = Schema.Struct({
  code: Schema.Literals([
    "rejected",
    "not-sent",
    "rate-limited",
    "no-clear-answer",
    "call-failed",
    "approval-denied",
    "approval-expired",
    "approval-refused"
  ]).annotate({
    description:
      "rejected (the provider said no, nothing rang), not-sent, rate-limited, no-clear-answer (it may have rung), call-failed (after the dial); and of a call that waited for a person, where nothing was dialled: approval-denied, approval-expired, approval-refused (the policy said no when it was approved)"
  }),
  message: Schema.String,
  /** HTTP status of the answer to the dial, when there was one. */
  status: Schema.NullOr(Schema.Int)
})
export type CallProblem = typeof CallProblem.Type

/** Why a person must look at a call; it stays until the call is settled. */
export const Attention = Schema.Struct({
  code: Schema.Literals([
    "no-second-witness",
    "undecided",
    "silent-provider",
    "conversation-gone",
    "rang-twice",
    "rang-after-all"
  ]).annotate({
    description:
      "no-second-witness (nothing found, and no carrier account to ask), undecided (a candidate cannot be told apart), silent-provider, conversation-gone, rang-twice, rang-after-all"
  }),
  message: Schema.String,
  since: Schema.DateTimeUtcFromString
})
export type Attention = typeof Attention.Type

/** When each witness was read whole and showed no trace of a call, beyond the horizon. */
export const Absences = Schema.Struct({
  provider: Schema.Array(Schema.DateTimeUtcFromString),
  carrier: Schema.Array(Schema.DateTimeUtcFromString)
})
export type Absences = typeof Absences.Type

/** The account through which a call went. Look-up and uniqueness act only within the same identity. */
export const ProviderIdentity = Schema.Struct({
  kind: Schema.Literals(["elevenlabs", "emulator"]),
  host: Schema.String,
  /** Fingerprint of the workspace's key, never the key. */
  workspace: Schema.String,
  phoneNumberId: PhoneNumberId,
  twilioAccount: Schema.NullOr(Schema.String),
  /** Start of the links to the provider's dashboard; the conversation id follows. No part of the identity. */
  dashboard: Schema.String
})
export type ProviderIdentity = typeof ProviderIdentity.Type

const Instant = Schema.DateTimeUtcFromString

/** One attempt of ours to reach one phone number, with at most one dial. The ledger's row. */
export const Call = Schema.Struct({
  id: CallId,
  status: CallStatus,
  /** The provider's own word for the state, kept as it came. */
  providerStatus: Schema.NullOr(Schema.String),
  outcome: Schema.NullOr(Outcome),
  evaluation: Schema.NullOr(Evaluation),
  /** Null once the call is forgotten. */
  to: Schema.NullOr(PhoneNumber),
  agentId: AgentId,
  phoneNumberId: PhoneNumberId,
  callerId: Schema.NullOr(PhoneNumber),
  purpose: Purpose,
  variables: Variables,
  /** Who placed the call. */
  owner: Schema.String,
  userId: Schema.String,
  simulated: Schema.Boolean,
  identity: ProviderIdentity,
  conversationId: Schema.NullOr(ConversationId),
  callSid: Schema.NullOr(Schema.String),
  /** When it was claimed. A call that waited for a person is claimed anew when that one says yes. */
  createdAt: Instant,
  /** The claim by the provider's clock, which no correction of ours moves; null when the provider did not tell it. */
  claimedAt: Schema.NullOr(Instant).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null))),
  answeredAt: Schema.NullOr(Instant),
  endedAt: Schema.NullOr(Instant),
  analysedAt: Schema.NullOr(Instant),
  /** Seconds of conversation; null until known. */
  durationSeconds: Schema.NullOr(Schema.Int),
  problem: Schema.NullOr(CallProblem),
  attention: Schema.NullOr(Attention).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null))),
  /** When it was asked to hang up; the call goes on until the provider tells that the line is down. */
  hangUpRequestedAt: Schema.NullOr(Instant).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null))),
  /** The person's yes that it needs or needed; null for a call that needed none. */
  approval: Schema.NullOr(Approval).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null))),
  /** When what it held was forgotten, since its retention was over; null while it is kept. */
  forgottenAt: Schema.NullOr(Instant).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null))),
  absences: Absences.pipe(Schema.withDecodingDefaultKey(Effect.succeed({ provider: [], carrier: [] }))),
  /** How long after the claim an empty look-up begins to count, in milliseconds. */
  horizonMillis: Schema.Int.pipe(Schema.withDecodingDefaultKey(Effect.succeed(845_000))),
  /** Fencing epoch of the claim: a dialler whose epoch is older must not write. */
  epoch: Schema.Int
})
export interface Call extends Schema.Schema.Type<typeof Call> {}

/** A call whose number is known: every one that was not forgotten. */
export interface NumberedCall extends Call {
  readonly to: PhoneNumber
}

export const isNumbered = (call: Call): call is NumberedCall => call.to !== null

/** A call that is known not to be forgotten, since only what is over is. */
export const numbered = (call: Call): NumberedCall => {
  if (isNumbered(call)) return call
  throw new Error(`${call.id} was forgotten, and has no number`)
}

const finalStatuses: ReadonlySet<CallStatus> = new Set(["done", "failed", "refused", "cancelled", "not-placed"])

/** The states in which a call blocks another one to its number. */
export const liveStatuses: ReadonlyArray<CallStatus> = CallStatus.literals.filter(
  (status) => !finalStatuses.has(status)
)

/** Nothing will change any more, except by late evidence of a ring. */
export const isFinal = (call: Pick<Call, "status">): boolean => finalStatuses.has(call.status)

/** Over as far as somebody told, while what was said is not known yet. It is still read, for the sake of who was called. */
export const isUnheard = (call: Call): boolean =>
  call.forgottenAt === null &&
  isFinal(call) &&
  phoneMayHaveRung(call) &&
  call.analysedAt === null &&
  call.conversationId !== null

/** Over, and nothing that the provider may still tell is missing: it is not read any more. */
export const isHeard = (call: Call): boolean => isFinal(call) && !isUnheard(call)

/** Nobody talks or rings any more; the analysis may still be to come. */
export const isLineDown = (call: Call): boolean => isFinal(call) || call.endedAt !== null

/** Blocks another call to the same number (planned to processing, and unknown). */
export const isLive = (call: Call): boolean => !isFinal(call)

/** Whether the phone of the person called may have rung because of this call. */
export const phoneMayHaveRung = (call: Call): boolean => {
  switch (call.status) {
    case "planned":
    case "refused":
    case "not-placed":
      return false
    case "cancelled":
      return call.conversationId !== null
    case "failed":
      return call.problem?.code !== "rejected"
    default:
      return true
  }
}

/** Whether placing a new call for the same wish rings nobody a second time. */
export const retrySafe = (call: Call): boolean => isFinal(call) && !phoneMayHaveRung(call)

/** The call as every surface shows it: JSON with ISO instants, without fence and account data. */
export const CallView = Schema.Struct({
  id: CallId,
  status: CallStatus,
  outcome: Schema.NullOr(Outcome),
  evaluation: Schema.NullOr(Evaluation),
  conversationId: Schema.NullOr(ConversationId),
  dashboardUrl: Schema.NullOr(Schema.String.annotate({ description: "The conversation in the provider's dashboard" })),
  durationSeconds: Schema.NullOr(Schema.Int.annotate({ description: "Seconds of conversation; null until known" })),
  simulated: Schema.Boolean.annotate({ description: "True when the emulator, and no phone, was called" }),
  to: Schema.NullOr(PhoneNumber).annotate({
    description: "Phone number in E.164, for example +14155550100; null for a call that was forgotten"
  }),
  agentId: AgentId,
  phoneNumberId: PhoneNumberId,
  callerId: Schema.NullOr(PhoneNumber),
  purpose: Purpose,
  callSid: Schema.NullOr(Schema.String),
  providerStatus: Schema.NullOr(Schema.String),
  createdAt: Instant,
  answeredAt: Schema.NullOr(Instant),
  endedAt: Schema.NullOr(Instant),
  hangUpRequestedAt: Schema.NullOr(Instant),
  problem: Schema.NullOr(CallProblem),
  attention: Schema.NullOr(Attention),
  approval: Schema.NullOr(Approval),
  forgottenAt: Schema.NullOr(Instant),
  phoneMayHaveRung: Schema.Boolean.annotate({ description: "Whether a phone may have rung because of this call" }),
  retrySafe: Schema.Boolean.annotate({ description: "Whether placing a new call rings nobody a second time" }),
  nextStep: Schema.String.annotate({ description: "What to do next, in one sentence" })
}).annotate({ identifier: "Call" })
export type CallView = typeof CallView.Type

/** Where a person can see the conversation; null before the dial. The form of the link is the provider's convention. */
export const dashboardUrl = (call: Call): string | null =>
  call.conversationId === null ? null : `${call.identity.dashboard}${call.conversationId}`

/**
 * One text for each account: calls of different accounts never meet. The Twilio account is left out: it is set for
 * hanging up and as a witness, and setting it must not make a live call a stranger whose number may be dialled again.
 */
export const identityKey = ({ host, kind, phoneNumberId, workspace }: ProviderIdentity): string =>
  [kind, host, workspace, phoneNumberId].join("|")

/** The account on whose calls limits are counted: all its calling numbers together. */
export const accountOf = ({ host, kind, workspace }: ProviderIdentity): string => [kind, host, workspace].join("|")

/** The public view of a call. */
export const viewCall = (call: Call): CallView => ({
  id: call.id,
  status: call.status,
  outcome: call.outcome,
  evaluation: call.evaluation,
  conversationId: call.conversationId,
  dashboardUrl: dashboardUrl(call),
  durationSeconds: call.durationSeconds,
  simulated: call.simulated,
  to: call.to,
  agentId: call.agentId,
  phoneNumberId: call.phoneNumberId,
  callerId: call.callerId,
  purpose: call.purpose,
  callSid: call.callSid,
  providerStatus: call.providerStatus,
  createdAt: call.createdAt,
  answeredAt: call.answeredAt,
  endedAt: call.endedAt,
  hangUpRequestedAt: call.hangUpRequestedAt,
  problem: call.problem,
  attention: call.attention,
  approval: call.approval,
  forgottenAt: call.forgottenAt,
  phoneMayHaveRung: phoneMayHaveRung(call),
  retrySafe: retrySafe(call),
  nextStep: nextStep(call)
})

/** What to do next, in one sentence. */
export const nextStep = (call: Call): string => {
  if (call.forgottenAt !== null) return `What it held was forgotten on ${DateTime.formatIsoDateUtc(call.forgottenAt)}.`
  if (call.hangUpRequestedAt !== null && !isLineDown(call)) return hangUpStep(call)
  switch (call.status) {
    case "unknown":
      return `Do not call again: settle it with \`outbound recover ${call.id}\`.`
    case "dialing":
      return `The dial is under way; look again with \`outbound show ${call.id}\`.`
    case "planned":
      return call.approval === null
        ? "It waits for approval."
        : `A person decides before ${DateTime.formatIso(call.approval.expiresAt)}: \`outbound approve ${call.id}\`, or \`outbound deny ${call.id}\`.`
    case "initiated":
    case "in-progress":
    case "processing":
      return `Follow it with \`outbound watch ${call.id}\`.`
    case "done":
      return call.outcome === "answered"
        ? `Read it with \`outbound transcript ${call.id}\`.`
        : `Nobody was reached (${call.outcome ?? "unknown"}). See \`outbound show ${call.id}\`.`
    case "failed":
      return phoneMayHaveRung(call)
        ? `See why with \`outbound show ${call.id}\`${call.simulated ? "." : "; the phone may have rung."}`
        : "Fix the cause and place a new call; nothing rang."
    case "not-placed":
      return "Nothing rang; a new call may be placed."
    case "refused":
    case "cancelled":
      return "Nothing more happens to this call."
  }
}

const hangUpStep = ({ conversationId, id }: Call): string =>
  conversationId === null
    ? `It is ended as soon as it is found; look for it with \`outbound recover ${id}\`.`
    : `It was asked to end; see that it did with \`outbound show ${id}\`, or ask again with \`outbound hang-up ${id}\`.`

/** Age of a call in milliseconds at the instant `now` (epoch milliseconds). */
export const ageMillis = (call: Call, now: number): number => now - DateTime.toEpochMillis(call.createdAt)
