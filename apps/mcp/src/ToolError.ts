import type {
  CallNotFound,
  CallRefused,
  HangUpUnavailable,
  IdempotencyMismatch,
  InvalidRequest,
  LedgerError,
  ProviderError
} from "@outbound-call/core"
import { Schema } from "effect"

/** What a tool tells the model when it cannot do what was asked: a word, what happened, and what to do about it. */
export class ToolError extends Schema.TaggedError<ToolError>()("ToolError", {
  code: Schema.String,
  /** Whole sentences; says whether a phone may have rung where that is in question. */
  sentence: Schema.String,
  fix: Schema.String
}) {
  override get message(): string {
    return `${this.code}: ${this.sentence} Fix: ${this.fix}`
  }
}

/** Every failure that a tool may have. */
export type Failure =
  | ToolError
  | InvalidRequest
  | CallRefused
  | IdempotencyMismatch
  | CallNotFound
  | ProviderError
  | LedgerError
  | HangUpUnavailable

/** Any failure in the words of this surface: its fix names tools, never a command line. */
export const explain = (failure: Failure): ToolError => {
  switch (failure._tag) {
    case "ToolError":
      return failure
    case "InvalidRequest":
      return new ToolError({
        code: toolWord(failure.problems[0]?.code ?? "invalid-request"),
        sentence: failure.message,
        fix: [...new Set(failure.problems.map(({ code }) => problemFix(code)))].join(" ")
      })
    case "CallRefused":
      return new ToolError({
        code: toolWord(failure.code),
        sentence: `${failure.reason} No phone rang for this request.`,
        fix:
          failure.callId === null
            ? problemFix(failure.code)
            : `Follow that call with wait_for_call {"call_id":"${failure.callId}"}; do not place another.`
      })
    case "IdempotencyMismatch":
      return new ToolError({
        code: "idempotency_conflict",
        sentence: `This idempotency_key belongs to ${failure.callId}, placed with other arguments; no phone rang for this request.`,
        fix: "Repeat the first arguments to get that call, or take a new key for a call that the person newly asked for."
      })
    case "CallNotFound":
      return new ToolError({
        code: "call_not_found",
        sentence: `No call ${failure.named} is known here.`,
        fix: "List the known calls with list_calls."
      })
    case "ProviderError":
      return new ToolError({
        code: failure.reason === "unavailable" ? "provider_unavailable" : `provider_${toolWord(failure.reason)}`,
        sentence: `${sentence(failure.detail)} Asking rang nobody.`,
        fix: failure.carrier === true ? carrierFixes[failure.reason] : providerFixes[failure.reason]
      })
    case "LedgerError":
      return new ToolError({
        code: "ledger_failed",
        sentence: failure.phoneMayHaveRung
          ? "The record of the call could not be written after the dial; a phone may have rung."
          : `The record of calls failed at "${failure.operation}"; no phone rang because of this.`,
        fix: failure.phoneMayHaveRung
          ? "Do not place the call again: repeat place_call only with the same idempotency_key, and tell the person."
          : "Tell the person that the server's ledger needs attention."
      })
    case "HangUpUnavailable":
      return new ToolError({
        code: "hang_up_unavailable",
        sentence:
          failure.reason === "no-call-sid"
            ? `${failure.callId} is ${failure.status} and cannot be ended yet: it is not known which telephone call is its own.`
            : failure.message,
        fix: hangUpFixes[failure.reason]
      })
  }
}

/** What to do about a problem of a request, by the core's code. */
export const problemFix = (code: string): string => problemFixes[code] ?? "Correct the arguments and use check_call."

/** A code of the core as this surface writes it. */
export const toolWord = (code: string): string => code.replaceAll("-", "_")

const problemFixes: { readonly [code: string]: string } = {
  "malformed-number": "Ask the person for the number with its country code, for example +14155550100.",
  "ambiguous-number": "Ask the person which number is meant and write it with its +.",
  "national-number": "Write the number with + and country code, or give region.",
  "unknown-region": "Give region as two capital letters, for example US.",
  "emergency-number": "Never call it; tell the person to call it themselves.",
  "number-type": "Ask the person for a landline or mobile number.",
  "missing-variable": "Give every missing name in variables; ask the person for values that you do not know.",
  "reserved-variable": "Leave the reserved names out of variables.",
  "agent-not-found": "Leave agent out to use the default, or ask the person for the right id.",
  "no-agent": "Give agent, or ask the person to configure a default agent.",
  "override-not-allowed": "Leave first_message or max_minutes out, whichever the agent does not allow.",
  "undeclared-variable":
    "Leave it out, or take an agent that declares it: get_calling_setup lists them. What must be said can go into a variable that is declared.",
  "variable-given-twice": "Leave it out of variables.",
  "arguments-too-large": "Say it shorter.",
  "calling-window": "Place it when not_before of check_call has come, if the person still wants it.",
  country: "Ask the person: only they can allow that country, in the policy profile.",
  suppression: "Never call it again; tell the person that this number asked not to be called.",
  breaker: "Tell the person: dialling is stopped until they looked at the last calls."
}

const providerFixes: Record<ProviderError["reason"], string> = {
  unauthorized: "Ask the person to check the server's provider key.",
  forbidden: "Ask the person to give the provider key ElevenLabs Agents read and write permission.",
  "not-found": "Check the id with list_calls.",
  "rate-limited": "Try again in a minute.",
  unavailable: "Try again; reading is always safe.",
  unreadable: "Try again; if it stays so, tell the person that the provider answers unexpectedly."
}

const carrierFixes: Record<ProviderError["reason"], string> = {
  ...providerFixes,
  unauthorized: "Ask the person to check the server's Twilio credentials.",
  forbidden: "Ask the person for a Twilio key that may read and end calls.",
  "not-found": "Ask the person to check that the server's Twilio account owns the calling number."
}

const hangUpFixes: Record<HangUpUnavailable["reason"], string> = {
  "no-credentials": "Ask the person to end it there, or wait for its end with wait_for_call.",
  "other-carrier": "Ask the person to end it at the carrier, or wait for its end with wait_for_call.",
  "other-account": "Ask the person to end it there.",
  "no-call-sid": "Look for it with wait_for_call, then hang up again. Do not place another call."
}

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)
