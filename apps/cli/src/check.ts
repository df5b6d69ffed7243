import { Effect } from "effect"
import type { CheckInput } from "./CheckCommand.ts"
import { neverSent } from "./ConnectionFailure.ts"
import { checkNumber } from "./DryRun.ts"
import { printNote } from "./Print.ts"
import { readRequest, refuseEarly } from "./ReadRequest.ts"
import { readSide } from "./Side.ts"

/** `outbound check`: whether a number may be called now, and what every rule says. */
export const check = Effect.fn("check")(function* (input: CheckInput) {
  const request = yield* readRequest(input)
  yield* refuseEarly(request)
  const side = yield* readSide(input.simulate).pipe(Effect.mapError(neverSent))
  if (side.simulated) yield* printNote("Simulated: no phone rings.")
  return yield* checkNumber(request, side.simulated).pipe(Effect.provide(side.calls))
})
