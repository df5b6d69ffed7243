import type {
  ApprovalClosed,
  ApprovalUnproved,
  CallNotFound,
  CallRefused,
  HangUpUnavailable,
  IdempotencyMismatch,
  InvalidRequest,
  LedgerError,
  ProviderError
} from "@outbound-call/core"
import { DateTime, Schema } from "effect"
import { mostProblems, problemsIn, short } from "./Bounds.ts"
import { hangUpFixes, problemFix, providerFix, refusalFix } from "./Fixes.ts"

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
  | ApprovalClosed
  | ApprovalUnproved
  | InvalidRequest
  | CallRefused
  | IdempotencyMismatch
  | CallNotFound
  | ProviderError
  | LedgerError
  | HangUpUnavailable

/**
 * Any failure in the words of this surface, in a few kB: its fix names tools, never a command line. Others have a part in
 * the sentence alone, and what they say cannot pass for the fix.
 */
export const explain = (failure: Failure): ToolError => {
  const { code, fix, sentence } = wordsFor(failure)
  const told = short(sentence, 2_000).replaceAll(fixLike, "fix,")
  return new ToolError({ code: toolWord(code), sentence: told, fix: short(fix, 1_500) })
}

/** What a reader may take for the word that begins the fix: in any width, marked up, and with any colon. */
const fixLike = /(?<!\p{L})(?:[fｆ][iｉ]|ﬁ)[xｘ][^\p{L}\p{N}]{0,8}?[:：﹕︓꞉∶ː]/giu

const wordsFor = (failure: Failure): ToolError => {
  switch (failure._tag) {
    case "ToolError":
      return failure
    case "InvalidRequest":
      return new ToolError({
        code: toolWord(failure.problems[0]?.code ?? "invalid-request"),
        sentence: problemsIn(failure),
        fix: [...new Set(failure.problems.slice(0, mostProblems).map(({ code }) => problemFix(code)))].join(" ")
      })
    case "CallRefused":
      return new ToolError({
        code: toolWord(failure.code),
        sentence: `${failure.reason} No phone rang for this request.`,
        fix:
          failure.callId === null
            ? refusalFix(failure.code, {
                notBefore: failure.notBefore === undefined ? null : DateTime.formatIso(failure.notBefore),
                retryAfterSeconds: failure.retryAfterSeconds ?? null
              })
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
        sentence: failure.sentence,
        fix:
          failure.missing === undefined || failure.missing === "erased"
            ? "List the known calls with list_calls; place none because of this."
            : `See how the call stands with get_call {"call_id":"${failure.id}"}.`
      })
    case "ProviderError":
      return new ToolError({
        code: failure.reason === "unavailable" ? "provider_unavailable" : `provider_${toolWord(failure.reason)}`,
        sentence: `${sentence(failure.detail)} Asking rang nobody.`,
        fix: providerFix(failure.reason, failure)
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
    case "ApprovalClosed":
    case "ApprovalUnproved":
      return new ToolError({
        code: failure._tag === "ApprovalClosed" ? "approval_closed" : "approval_unproved",
        sentence: failure.message,
        fix: `See how it stands with get_call {"call_id":"${failure.callId}"}.`
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

/** Told where a yes would come through a key that may not say it; the call still waits. */
export const mayNotApprove = new ToolError({
  code: "scope_missing",
  sentence: "The person cannot be asked here, since the key of this server may not approve (calls:approve).",
  fix: "Ask the person to approve it elsewhere."
})

/** A code of the core as this surface writes it; what is no word is none of its codes. */
export const toolWord = (code: string): string => {
  const word = code.replaceAll("-", "_")
  return /^[a-z][a-z0-9_]{0,63}$/.test(word) ? word : "other_problem"
}

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)
