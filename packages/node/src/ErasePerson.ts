import { type ErasureWish, erasePerson as eraseFromCore, LedgerError } from "@outbound-call/core"
import { Effect } from "effect"
import type { Configuration } from "./Configuration.ts"
import * as OutboundCall from "./OutboundCall.ts"

/**
 * Erases everything of a number, as `erasePerson` of the core does; in a simulation also from the log of the emulator,
 * which plays the provider and the carrier.
 */
export const erasePerson = Effect.fn("erasePerson")(function* (configuration: Configuration, wish: ErasureWish) {
  const erasure = yield* eraseFromCore(wish).pipe(Effect.provide(OutboundCall.layer(configuration)))
  if (configuration.simulated && configuration.emulatorUrl === undefined) {
    yield* forgetDials(configuration.dialLogFile, wish.number)
  }
  return erasure
})

const forgetDials = Effect.fnUntraced(function* (dialLogFile: string, number: string) {
  const { FileDialLog } = yield* Effect.promise(() => import("@outbound-call/emulator"))
  yield* FileDialLog.forgetNumber(dialLogFile, number).pipe(
    Effect.mapError(
      (cause) => new LedgerError({ operation: "erase the emulator's log", phoneMayHaveRung: false, cause })
    )
  )
})
