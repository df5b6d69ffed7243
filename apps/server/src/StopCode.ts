import { Cause, Exit, Runtime } from "effect"

/** Being told to stop is a good end for a service. */
export const stopCode: Runtime.Teardown = (exit, onExit) =>
  Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause) ? onExit(0) : Runtime.defaultTeardown(exit, onExit)
