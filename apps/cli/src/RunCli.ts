import { Cause, Console, Effect, Exit, Layer, Logger, Ref, Result } from "effect"
import * as CliConfig from "effect/cli/CliConfig"
import type * as CliError from "effect/cli/CliError"
import * as CliOutput from "effect/cli/CliOutput"
import * as Command from "effect/cli/Command"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import type { CallView } from "@outbound-call/core/Call"
import { EndsWith } from "./EndWith.ts"
import { type Ending, type ExitCode, exitCodes } from "./ExitCode.ts"
import { type CommandError, type Failure, failureDocument, failureOf } from "./Failure.ts"
import { wantsJson } from "./Json.ts"
import { outbound } from "./outbound.ts"
import { UnderWay } from "./UnderWay.ts"

/** Runs one command line to its exit code. Everything it has to say is printed by then; it never fails. */
export const runCli = (
  args: ReadonlyArray<string>,
  version: string
): Effect.Effect<ExitCode, never, Command.Environment> =>
  Effect.uninterruptible(
    Effect.gen(function* () {
      const json = wantsJson(args)
      const endsWith = yield* Ref.make<Ending>("done")
      const underWay = yield* Ref.make<CallView | "sent" | null>(null)
      const settings = Layer.mergeAll(
        Layer.succeed(EndsWith, endsWith),
        Layer.succeed(UnderWay, underWay),
        CliConfig.layer({ builtIns }),
        CliOutput.layerPresenter(presenter(json)),
        Layer.succeed(Logger.LogToStderr, true)
      )
      const exit = yield* Effect.exit(
        Effect.interruptible(Command.runWith(outbound, { version })(args).pipe(Effect.provide(settings)))
      )
      if (Exit.isSuccess(exit)) return exitCodes[yield* Ref.get(endsWith)].code
      const failure = yield* failureOfCause(exit.cause, yield* Ref.get(underWay), json)
      if (failure === null) return exitCodes.done.code
      yield* json
        ? Console.log(JSON.stringify(failureDocument(failure), null, isStream(args) ? 0 : 2))
        : Console.error(failure.message)
      return exitCodes[failure.ending].code
    })
  )

const builtIns = GlobalFlag.BuiltIns.filter((flag) => flag !== GlobalFlag.Wizard)

const isStream = (args: ReadonlyArray<string>): boolean => args.includes("watch")

type RunError = CommandError | CliError.CliError

const failureOfCause = Effect.fnUntraced(function* (
  cause: Cause.Cause<RunError>,
  underWay: CallView | "sent" | null,
  json: boolean
): Effect.fn.Return<Failure | null> {
  if (Cause.hasInterruptsOnly(cause)) {
    const { interruption } = yield* Effect.promise(() => import("./Interruption.ts"))
    return interruption(underWay)
  }
  const error = Cause.findError(cause)
  if (Result.isFailure(error)) return defect(cause, underWay)
  return "~effect/cli/CliError" in error.success ? misuse(error.success, json) : failureOf(error.success)
})

/** The help of a bare command line is no failure, but no document either. */
const misuse = (error: CliError.CliError, json: boolean): Failure | null => {
  const errors = error._tag === "ShowHelp" ? error.errors : [error]
  if (errors.length === 0 && !json) return null
  const message = errors.length === 0 ? "Name a command." : errors.map((one) => one.message).join("\n")
  const command = error._tag === "ShowHelp" ? error.commandPath.join(" ") : "outbound"
  const nextStep = `See \`${command} --help\`.`
  return {
    code: "UsageError",
    message: json ? message : `${message}\n${nextStep}`,
    phoneMayHaveRung: false,
    retrySafe: true,
    nextStep,
    ending: "usage"
  }
}

const defect = (cause: Cause.Cause<unknown>, underWay: CallView | "sent" | null): Failure => ({
  code: "InternalError",
  message: `Something broke inside: ${Cause.pretty(cause)}`,
  phoneMayHaveRung: underWay !== null,
  retrySafe: underWay === null,
  nextStep:
    underWay === null
      ? "Please report this."
      : `Do not call again; look at the call with \`outbound ${underWay === "sent" ? "calls" : `show ${underWay.id}`}\`. Please report this.`,
  ending: "other",
  callId: underWay === null || underWay === "sent" ? null : underWay.id
})

/** Help goes to stdout only when it was asked for; mistakes are told with the other failures. */
const presenter = (json: boolean): CliOutput.Presenter => ({
  present: (event) => {
    switch (event._tag) {
      case "Help": {
        if (event.reason === "Implicit" && json) return Effect.void
        const help = formatter.formatHelpDoc(event.helpDoc)
        return Console.log(json ? JSON.stringify({ help }) : help)
      }
      case "Version":
        return Console.log(json ? JSON.stringify({ name: event.name, version: event.version }) : event.version)
      case "InvalidInvocation":
        return Effect.void
    }
  }
})

const formatter = CliOutput.defaultFormatter({ colors: false })
