import type { LedgerError } from "@outbound-call/core"
import type { ConfigurationError } from "@outbound-call/node/LedgerPlace"
import type { LedgerUnusable } from "@outbound-call/node/LedgerUnusable"
import { Runtime, Schema } from "effect"
import type { AllowedNumbersError } from "./AllowedNumbers.ts"
import type { AnyProfileError } from "./AskingProfile.ts"
import type { ListenRefused } from "./HttpMcp.ts"
import type { ServerUnusable } from "./RemoteCalls.ts"
import type { ApprovalModeError } from "./TrustHost.ts"

/** Why the program does not serve, in one message, and the code that it ends with: those of `outbound`. */
export class StartFailed extends Schema.TaggedError<StartFailed>()("StartFailed", {
  message: Schema.String,
  exitCode: Schema.Literals([1, 2, 3, 4])
}) {
  override get [Runtime.errorExitCode](): number {
    return this.exitCode
  }
}

/** What was asked for does not fit together, or is not known. */
export const misused = (what: string, nextStep: string): StartFailed =>
  new StartFailed({ message: `${what} Nothing was started, and no phone rang. ${nextStep}`, exitCode: 2 })

/** Something broke inside, and nobody knows when: before it served, or while a call was under way. */
export const brokenInside = new StartFailed({
  message:
    "outbound-mcp broke, as the line above says. Whether a phone rang is not known: look with `outbound calls` before anything is placed. Please report this.",
  exitCode: 1
})

type StartError =
  | StartFailed
  | AllowedNumbersError
  | AnyProfileError
  | ApprovalModeError
  | ConfigurationError
  | LedgerError
  | LedgerUnusable
  | ListenRefused
  | ServerUnusable

/** The end that an error at the start comes to. */
export const startFailure = (error: StartError): StartFailed => {
  switch (error._tag) {
    case "StartFailed":
      return error
    case "ServerUnusable":
      return new StartFailed({ message: error.message, exitCode: error.ringsPhones ? 4 : 1 })
    case "ConfigurationError":
      return new StartFailed({
        message: `${error.message} Correct the settings; \`outbound doctor\` checks them all.`,
        exitCode: 3
      })
    default:
      return new StartFailed({ message: error.message, exitCode: 3 })
  }
}
