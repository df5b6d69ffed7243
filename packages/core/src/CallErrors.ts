import { Schema } from "effect"
import { ApprovalDecision } from "./Approval.ts"
import { CallId } from "./CallIds.ts"
import { RuleId, Verdict } from "./policy/Verdict.ts"

/**
 * The request cannot be dialled as it is written: a malformed or ambiguous number, a missing or reserved variable, an
 * override that the agent forbids. Carries every problem at once. Nothing was dialled and nothing was recorded.
 */
export class InvalidRequest extends Schema.TaggedError<InvalidRequest>()(
  "InvalidRequest",
  {
    problems: Schema.Array(
      Schema.Struct({
        code: Schema.String,
        field: Schema.String,
        message: Schema.String
      })
    )
  },
  { httpApiStatus: 400 }
) {
  override get message(): string {
    return `${this.problems.map((problem) => problem.message).join(" ")} ${this.ring}`
  }

  /** Whether a phone rang, as a sentence. Characters that do not show were dialled once: a key may have such a call. */
  get ring(): string {
    return this.problems.some(({ code }) => code === "invisible-character")
      ? "No phone rang for this request. If its idempotency key was used before, the call of that key may have rung: look it up before you take another key."
      : "No phone rang."
  }
}

/**
 * Our own policy said no (a refusal). `callId` names the call that blocks this one when the code is `number-busy` and
 * the call is one that whoever asks may see. The refused request was not dialled.
 */
export class CallRefused extends Schema.TaggedError<CallRefused>()(
  "CallRefused",
  {
    /** The rule that refused, of several the first; or the key's profile is gone, the number is busy, or a key's limit is reached. */
    code: Schema.Literals([...RuleId.literals, "approval-required", "profile-missing", "number-busy", "rate-limited"]),
    reason: Schema.String,
    nextStep: Schema.String,
    callId: Schema.NullOr(CallId),
    /** When the code is `rate-limited`: after so long there is room again. */
    retryAfterSeconds: Schema.optionalKey(Schema.Int),
    /** What every rule of the policy says of the call, when it was the policy that refused. */
    verdicts: Schema.optionalKey(Schema.Array(Verdict)),
    /** The first instant at which no rule would refuse, as things stand; left out when time does not help. */
    notBefore: Schema.optionalKey(Schema.DateTimeUtcFromString)
  },
  { httpApiStatus: 403 }
) {
  override get message(): string {
    return `${this.reason} No phone rang for this request. ${this.nextStep}`
  }
}

/** The idempotency key belongs to a call with another request. Nothing was dialled. IETF idempotency-key draft, §2.6. */
export class IdempotencyMismatch extends Schema.TaggedError<IdempotencyMismatch>()(
  "IdempotencyMismatch",
  {
    callId: CallId,
    /** The call was erased since, with the request to compare with. */
    erased: Schema.optionalKey(Schema.Boolean)
  },
  { httpApiStatus: 422 }
) {
  override get message(): string {
    if (this.erased === true) {
      return `The call of this idempotency key, or of this very request, is ${this.callId}, which was erased with everything that was kept of the person called. No phone rang for this request. Only a new key places another call.`
    }
    return `This idempotency key was used for ${this.callId} with another request. No phone rang for this request. Repeat the first request unchanged, or choose a new key.`
  }
}

/**
 * Neither the ledger nor the provider knows the id, or the call has no such part (`missing`): no conversation was
 * started or is known, or no recording or evidence is kept. Nothing rang by asking; it says nothing about the call's phone.
 */
export class CallNotFound extends Schema.TaggedError<CallNotFound>()(
  "CallNotFound",
  {
    id: Schema.String,
    missing: Schema.optionalKey(Schema.Literals(["conversation", "recording", "evidence", "erased"]))
  },
  { httpApiStatus: 404 }
) {
  override get message(): string {
    return this.missing === undefined
      ? `${this.sentence} List what is known with \`outbound calls\`; an id of another workspace, host or ledger is not found either.`
      : `${this.sentence} ${this.missing === "erased" ? "See the other calls with `outbound calls`." : `How the call stands, \`outbound show ${this.id}\` says.`}`
  }

  /** What is missing, and what is known of phones, without what to do. */
  get sentence(): string {
    return this.missing === undefined
      ? `No call or conversation ${this.named} is known here. Nothing changed, and no phone rang by asking; whether one rang for it cannot be told here.`
      : lacking[this.missing](isIdLike(this.id) ? this.id : "this call")
  }

  /** The id as an error may repeat it: another text may be a number that was taken for an id, and errors are logged. */
  get named(): string {
    return isIdLike(this.id) ? this.id : "with this id"
  }
}

const isIdLike = (text: string): boolean => /^[a-z]+_\w+$/.test(text)

const lacking: Record<NonNullable<CallNotFound["missing"]>, (call: string) => string> = {
  conversation: (call) =>
    `There is no conversation of ${call}: it was not answered for us, or it is not known which one is its own. No phone rang by asking; one may have rung for the call.`,
  recording: (call) =>
    `There is no recording of ${call}: the call was not answered, is not over, or the agent's settings keep none. No phone rang by asking.`,
  evidence: (call) =>
    `No evidence is kept of ${call}: it was brought back from the provider's record, is older than the policy, or was forgotten. No phone rang by asking.`,
  erased: (call) =>
    `Everything that was kept of the person called is erased, and ${call} with it. That it was placed still counts, and its phone may have rung then; none rang by asking.`
}

/**
 * The provider, or the carrier's account, could not be asked. Asking rings nobody: repeating is safe. A failed dial is
 * never this error, it is a state of the call.
 */
export class ProviderError extends Schema.TaggedError<ProviderError>()(
  "ProviderError",
  {
    reason: Schema.Literals(["unauthorized", "forbidden", "not-found", "rate-limited", "unavailable", "unreadable"]),
    detail: Schema.String,
    status: Schema.NullOr(Schema.Int),
    requestId: Schema.NullOr(Schema.String),
    retryAfterSeconds: Schema.NullOr(Schema.Finite),
    /** The server has no such route: an older deployment, or a wrong base URL. */
    isUnknownRoute: Schema.Boolean,
    /** Present when it was the carrier's account, Twilio, that was asked. */
    carrier: Schema.optionalKey(Schema.Boolean)
  },
  { httpApiStatus: 502 }
) {
  override get message(): string {
    const request = this.requestId === null ? "" : ` (request ${this.requestId})`
    const advice = this.carrier === true ? carrierAdvice : providerAdvice
    return `${this.detail}${request} ${this.isUnknownRoute ? unknownRouteAdvice : advice[this.reason]}`
  }
}

const unknownRouteAdvice =
  "This server does not offer it: an older deployment, or a wrong base URL. Reading rings nobody."

const providerAdvice: Record<ProviderError["reason"], string> = {
  unauthorized: "Check ELEVENLABS_API_KEY: a wrong key, or one of another residency region. Reading rings nobody.",
  forbidden: "The key lacks a permission: give it ElevenLabs Agents Read and Write. Reading rings nobody.",
  "not-found": "Check the id, and that the key belongs to its workspace and residency region. Reading rings nobody.",
  "rate-limited": "The provider asks to slow down: try again later. Reading rings nobody.",
  unavailable: "The provider did not answer: try again. Reading rings nobody, so repeating is safe.",
  unreadable: "The provider answered in a form that is not understood. Reading rings nobody, so repeating is safe."
}

const carrierAdvice: Record<ProviderError["reason"], string> = {
  unauthorized:
    "Check TWILIO_ACCOUNT_SID and its TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and its secret. Asking rings nobody.",
  forbidden:
    "The Twilio key may not do this: use a standard API key, or the account's auth token. Asking rings nobody.",
  "not-found": "Check that TWILIO_ACCOUNT_SID is the account that owns the calling number. Asking rings nobody.",
  "rate-limited": "Twilio asks to slow down: try again later. Asking rings nobody.",
  unavailable: "Twilio did not answer: try again. Asking rings nobody, so repeating is safe.",
  unreadable: "Twilio answered in a form that is not understood. Asking rings nobody, so repeating is safe."
}

/**
 * The record of calls could not be read or written. When it comes from placing a call, `phoneMayHaveRung` says whether
 * the POST may have been sent: it is false when the claim failed, since nothing is dialled without a record.
 */
export class LedgerError extends Schema.TaggedError<LedgerError>()(
  "LedgerError",
  {
    operation: Schema.String,
    phoneMayHaveRung: Schema.Boolean,
    /** The call whose dial was made, when its answer could not be recorded. */
    callId: Schema.optionalKey(CallId),
    cause: Schema.Defect()
  },
  { httpApiStatus: 503 }
) {
  override get message(): string {
    const rang = this.phoneMayHaveRung
      ? `A phone may have rung: do not place the call again before \`outbound recover${this.callId === undefined ? "" : ` ${this.callId}`}\` has settled it.`
      : "No phone rang because of this."
    return `The ledger failed at "${this.operation}": ${wordsOf(this.cause)}. ${rang} Run \`outbound doctor\`.`
  }
}

/** Not everything that is thrown can be made a text. */
const wordsOf = (cause: unknown): string => {
  try {
    return String(cause)
  } catch {
    return "it did not say why"
  }
}

/**
 * The call could not be ended from here: it goes on until one side hangs up or its maximum duration is reached.
 * `no-call-sid` may change with time; the other reasons lie in the set-up.
 */
export class HangUpUnavailable extends Schema.TaggedError<HangUpUnavailable>()(
  "HangUpUnavailable",
  {
    callId: CallId,
    callSid: Schema.NullOr(Schema.String),
    status: Schema.String,
    reason: Schema.Literals(["no-credentials", "other-carrier", "other-account", "no-call-sid"]),
    /** What must be set, when the reason is `no-credentials`. */
    missing: Schema.NullOr(Schema.String),
    /** What came of asking the provider itself to end it, as a sentence; left out when it was not asked. */
    provider: Schema.optionalKey(Schema.String)
  },
  { httpApiStatus: 501 }
) {
  override get message(): string {
    return this.provider === undefined ? this.obstacle : `${this.obstacle} ${this.provider}`
  }

  private get obstacle(): string {
    const console = this.callSid === null ? "in Twilio's console" : `in Twilio's console (${this.callSid})`
    switch (this.reason) {
      case "no-credentials":
        return `${this.callId} goes on: to hang up from here, set ${this.missing ?? "Twilio credentials"}. Or end it ${console}.`
      case "other-carrier":
        return `${this.callId} goes on: its number does not belong to Twilio, where calls are ended from here. It ends when one side hangs up or its maximum duration is reached.`
      case "other-account":
        return `${this.callId} goes on: it went through another account than the one configured now. Configure that account, or end it ${console}.`
      case "no-call-sid":
        return `${this.callId} is ${this.status} and cannot be ended yet: it is not known which telephone call is its own. Settle it with \`outbound recover ${this.callId}\`, then hang up again; do not place another call.`
    }
  }
}

/** A person's word was given on a call that needs none: it is over, or still takes its course. Nothing changed. */
export class CallNotResolvable extends Schema.TaggedError<CallNotResolvable>()(
  "CallNotResolvable",
  { callId: CallId, status: Schema.String },
  { httpApiStatus: 409 }
) {
  override get message(): string {
    return `${this.callId} is ${this.status} and needs no verdict: only a call of unknown fate, or one marked for attention, is resolved by hand. Nothing changed, and nothing was dialled.`
  }
}

/**
 * A reader wants to go on after an event that the ledger does not hold, or whose followers it does not hold all: it was
 * restored from a backup or replaced since, or what old calls held was forgotten, so events may be missing. Says nothing about any phone.
 */
export class CursorExpired extends Schema.TaggedError<CursorExpired>()(
  "CursorExpired",
  { cursor: Schema.String },
  { httpApiStatus: 410 }
) {
  override get message(): string {
    return `The ledger does not hold the event ${this.cursor} and all that came after it: it was restored from a backup or replaced since, or forgot old calls. Read the calls anew, then follow from now on. Nothing was dialled.`
  }
}

/** The provider's account has no such agent. Nothing was dialled. */
export class AgentNotFound extends Schema.TaggedError<AgentNotFound>()(
  "AgentNotFound",
  { id: Schema.String },
  { httpApiStatus: 404 }
) {
  override get message(): string {
    return `The account has no agent ${this.id}. Check the id, and that the key belongs to the agent's workspace. Reading rings nobody.`
  }
}

/**
 * The call does not wait for a person: it needed none, was approved, denied or cancelled before, or its time was up.
 * Nothing was dialled by this; a call that was approved before may have rung by then.
 */
export class ApprovalClosed extends Schema.TaggedError<ApprovalClosed>()(
  "ApprovalClosed",
  { callId: CallId, status: Schema.String, decision: Schema.NullOr(ApprovalDecision) },
  { httpApiStatus: 409 }
) {
  override get message(): string {
    return `${this.callId} ${this.decision === null ? `is ${this.status} and waits for nobody's approval` : closings[this.decision]}. Nothing was dialled by this. See \`outbound show ${this.callId}\`.`
  }
}

const closings: Record<ApprovalDecision, string> = {
  approved: "was approved before, and is dialled once",
  denied: "was denied, and is not dialled any more",
  expired:
    "waited for approval until its time was up, and is not dialled any more; place the call again with a new key",
  withdrawn: "was cancelled before it was approved",
  refused: "was approved when the policy said no by then, and is not dialled any more"
}

/**
 * A person's yes that cannot be taken as one: the digits are not the last four of the number that would be called, or the
 * call's request cannot be the one that was placed. Nothing was dialled, and the call waits on.
 */
export class ApprovalUnproved extends Schema.TaggedError<ApprovalUnproved>()(
  "ApprovalUnproved",
  { callId: CallId, reason: Schema.Literals(["wrong-digits", "other-request", "other-account", "own-call"]) },
  { httpApiStatus: 422 }
) {
  override get message(): string {
    return `${unproved[this.reason]} Nothing was dialled, and ${this.callId} still waits.`
  }
}

const unproved: Record<ApprovalUnproved["reason"], string> = {
  "wrong-digits": "These are not the last four digits of the number that would be called.",
  "other-request":
    "What would be dialled is not the request that was placed: the settings or the ledger changed. Deny it, and place the call again.",
  "other-account": "The call was placed through another account than the one configured now: approve it there.",
  "own-call":
    "The key that placed a call does not approve it: a person does, with another key, or at a terminal where the ledger is."
}
