import { recoverCall, type Recovery } from "@outbound-call/core/RecoverCall"
import * as OutboundCall from "@outbound-call/node/OutboundCall"
import { Effect } from "effect"
import { callJson, callSummary } from "./DescribeCall.ts"
import type { Ending } from "./ExitCode.ts"
import type { OneCallInput } from "./FollowCommands.ts"
import { printResult } from "./Print.ts"
import { sideOf } from "./Side.ts"

/** `outbound recover`: asks the provider once what became of a call. Never dials. */
export const recover = Effect.fn("recover")(function* (input: OneCallInput) {
  const place = yield* sideOf(input.id, input.simulate)
  const { call, result } = yield* recoverCall(input.id).pipe(
    Effect.provide(OutboundCall.layerFromConfiguration({ simulate: place.simulated }))
  )
  yield* printResult({
    json: { ...callJson(call), recovery: result },
    text: `${findings[result]}\n${callSummary(call)}`
  })
  const ending: Ending = call.status === "unknown" || call.status === "dialing" ? "unknown" : "done"
  return ending
})

const findings: Record<Recovery["result"], string> = {
  found: "The provider has this call: it was dialled.",
  settled: "There is nothing to settle.",
  undecided: "The provider has a call that may be this one; it cannot be told apart yet. Try again in a minute.",
  nothing: "The provider shows no such call so far. That proves nothing yet: try again in a minute.",
  "other-account": "It went through another account than the one configured now: nothing was asked."
}
