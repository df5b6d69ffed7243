import type {
  ApprovalClosed,
  ApprovalUnproved,
  CallNotFound,
  CallNotResolvable,
  CallRefused,
  HangUpUnavailable,
  IdempotencyMismatch,
  InvalidRequest,
  LedgerError,
  ProviderError
} from "@outbound-call/core/CallErrors"
import type {
  EndpointDisabled,
  EndpointNotFound,
  EndpointRefused,
  MessageNotFound,
  TooManyEndpoints
} from "@outbound-call/core/EndpointErrors"
import type { ErasureIncomplete, PersonBusy } from "@outbound-call/core/PersonErrors"
import type { KeyNotActive, KeyNotFound } from "@outbound-call/core/KeyErrors"
import type { ClockUnconfirmed, RetentionTooShort } from "@outbound-call/core/RetentionErrors"
import type { SuppressionNotFound } from "@outbound-call/core/SuppressionErrors"
import type { CompactionRefused } from "@outbound-call/node/CompactLedger"
import type { ConfigurationError } from "@outbound-call/node/LedgerPlace"
import type { LedgerUnusable } from "@outbound-call/node/LedgerUnusable"
import type { EmulatorUnusable } from "@outbound-call/node/ListeningEmulator"
import type { PlatformError } from "effect/PlatformError"
import { type Ending, exitCodes } from "./ExitCode.ts"
import { hangUpAdvice } from "./HangUpAdvice.ts"
import type { NeedsPerson } from "./NeedsPerson.ts"
import type { NotDialled } from "./NotDialled.ts"
import type { ServerProblem } from "./ServerProblem.ts"
import type { UsageError } from "./UsageError.ts"

/** Every failure of a command that has a message of its own. */
export type CommandError =
  | UsageError
  | ConfigurationError
  | LedgerUnusable
  | EmulatorUnusable
  | InvalidRequest
  | CallRefused
  | IdempotencyMismatch
  | NotDialled
  | NeedsPerson
  | CallNotFound
  | CallNotResolvable
  | ApprovalClosed
  | ApprovalUnproved
  | KeyNotFound
  | KeyNotActive
  | EndpointNotFound
  | EndpointRefused
  | EndpointDisabled
  | TooManyEndpoints
  | MessageNotFound
  | SuppressionNotFound
  | PersonBusy
  | ErasureIncomplete
  | RetentionTooShort
  | ClockUnconfirmed
  | CompactionRefused
  | ProviderError
  | LedgerError
  | HangUpUnavailable
  | ServerProblem
  | PlatformError

/** A failure as it is shown: for people its message, for programs this document. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly phoneMayHaveRung: boolean
  readonly retrySafe: boolean
  readonly nextStep: string
  readonly ending: Ending
  readonly callId?: string | null
  readonly problems?: ReadonlyArray<unknown>
}

/** The JSON document of a failure. */
export const failureDocument = ({ ending, ...failure }: Failure) => ({
  error: { ...failure, exitCode: exitCodes[ending].code }
})

/** What a failed command came to. Only a `LedgerError`, and a call that goes on, leave the phone in doubt. */
export const failureOf = (error: CommandError): Failure => {
  const base = { code: error._tag, message: error.message, phoneMayHaveRung: false, retrySafe: true }
  switch (error._tag) {
    case "UsageError":
      return { ...base, ending: "usage", nextStep: "Correct the command; see `outbound <command> --help`." }
    case "InvalidRequest":
      return { ...base, ending: endingOfInvalid(error), nextStep: "Correct the request.", problems: error.problems }
    case "CallRefused":
      return { ...base, code: error.code, ending: "refused", nextStep: error.nextStep, callId: error.callId }
    case "IdempotencyMismatch":
      return {
        ...base,
        ending: "usage",
        retrySafe: false,
        nextStep:
          error.erased === true
            ? "Choose a new key, if the person may be called again."
            : `See that call with \`outbound show ${error.callId}\`, or choose a new key.`,
        callId: error.callId
      }
    case "ConfigurationError":
      return { ...base, ending: "configuration", nextStep: "Correct the settings; `outbound doctor` checks them all." }
    case "LedgerUnusable":
      return { ...base, ending: "configuration", nextStep: error.nextStep }
    case "EmulatorUnusable":
      return { ...base, ending: "configuration", nextStep: "Choose another port or file." }
    case "CallNotResolvable":
      return { ...base, ending: "other", nextStep: `See \`outbound show ${error.callId}\`.`, callId: error.callId }
    case "ApprovalClosed":
      return { ...base, ending: "refused", nextStep: `See \`outbound show ${error.callId}\`.`, callId: error.callId }
    case "NeedsPerson":
      return { ...base, ending: "refused", nextStep: "Let a person run `outbound approve` at a terminal." }
    case "ApprovalUnproved":
      return { ...base, ending: "refused", nextStep: "See `outbound approvals`.", callId: error.callId }
    case "CallNotFound":
      return { ...base, ending: "other", nextStep: "List what is known with `outbound calls`." }
    case "KeyNotFound":
    case "KeyNotActive":
      return { ...base, ending: "other", nextStep: "List the keys with `outbound keys list`." }
    case "EndpointRefused":
      return { ...base, ending: "usage", nextStep: "Name an https URL of a public host, without a user." }
    case "EndpointNotFound":
    case "EndpointDisabled":
    case "TooManyEndpoints":
    case "MessageNotFound":
      return { ...base, ending: "other", nextStep: "List the endpoints with `outbound webhooks list`." }
    case "SuppressionNotFound":
      return { ...base, ending: "other", nextStep: "List them with `outbound suppress list`." }
    case "PersonBusy":
      return { ...base, ending: "other", nextStep: "Erase again when the call is over.", callId: error.callId }
    case "ErasureIncomplete":
      return {
        ...base,
        ending: "other",
        nextStep: "Erase again; see what stands in the way.",
        problems: error.problems
      }
    case "RetentionTooShort":
      return { ...base, ending: "usage", nextStep: `Name ${error.leastDays}d or more.` }
    case "ClockUnconfirmed":
      return {
        ...base,
        ending: "other",
        nextStep:
          error.reason === "untold"
            ? "Try again later, or name the date yourself: --before. `outbound doctor` says whether the key and the clock are good."
            : "Set this machine's clock by a time server; `outbound doctor` compares it. Until then do not use --before: how old your date is would be told by the same clock."
      }
    case "CompactionRefused":
      return {
        ...base,
        ending: "other",
        nextStep:
          error.reason === "in-use"
            ? "Stop the program that uses the ledger, or compact with --while-in-use at a quiet hour."
            : "Make room on the disk of the ledger."
      }
    case "NotDialled": {
      const { cause } = error
      const ending = endingOfProvider(cause) === "configuration" ? "configuration" : "notDialled"
      return { ...base, code: cause._tag, ending, nextStep: "Try again; `outbound doctor` says what is wrong." }
    }
    case "ProviderError":
      return { ...base, ending: endingOfProvider(error), nextStep: "Run `outbound doctor`." }
    case "LedgerError":
      return error.phoneMayHaveRung
        ? {
            ...base,
            phoneMayHaveRung: true,
            retrySafe: false,
            ending: "unknown",
            nextStep: "Do not call again. Run `outbound doctor`, then `outbound calls`."
          }
        : { ...base, ending: "other", nextStep: "Run `outbound doctor`." }
    case "HangUpUnavailable":
      return {
        ...base,
        phoneMayHaveRung: true,
        retrySafe: false,
        ending: "other",
        nextStep: hangUpAdvice[error.reason](error.callId),
        callId: error.callId
      }
    case "ServerProblem":
      return error.failure
    case "PlatformError":
      return { ...base, ending: "other", nextStep: "Check that the file can be read or written." }
  }
}

/** Problems of a request that lie in the account: an agent or a number that it does not have. */
const configurationCodes: ReadonlySet<string> = new Set([
  "no-agent",
  "agent-not-found",
  "no-phone-number",
  "phone-number-not-found",
  "phone-number-disagrees",
  "phone-number-inbound-only",
  "phone-number-unsupported"
])

/** How the process ends for the problems of a request. */
export const endingOfInvalid = ({ problems }: Pick<InvalidRequest, "problems">): Ending =>
  problems.every(({ code }) => configurationCodes.has(code)) ? "configuration" : "usage"

const endingOfProvider = ({ reason }: ProviderError): Ending =>
  reason === "unauthorized" || reason === "forbidden" ? "configuration" : "other"
