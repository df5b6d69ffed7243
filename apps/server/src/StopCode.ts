import { Cause, Exit, Runtime } from "effect"
import { CliError } from "effect/cli"

/** Being told to stop is a good end for a service; a command line that is not understood ends with 2. */
export const stopCode: Runtime.Teardown = (exit, onExit) => {
  if (Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)) return onExit(0)
  const isUsage = Exit.isFailure(exit) && CliError.isCliError(Cause.squash(exit.cause))
  return isUsage ? onExit(2) : Runtime.defaultTeardown(exit, onExit)
}
