import { hangUp, type HungUp } from "@outbound-call/core/HangUp"
import * as OutboundCall from "@outbound-call/node/OutboundCall"
import { Effect } from "effect"
import { callJson, callSummary } from "./DescribeCall.ts"
import type { OneCallInput } from "./FollowCommands.ts"
import { printResult } from "./Print.ts"
import { sideOf } from "./Side.ts"

/** `outbound hang-up`: ends a live call through Twilio. */
export const hangUpCall = Effect.fn("hang-up")(function* (input: OneCallInput) {
  const place = yield* sideOf(input.id, input.simulate)
  const { call, result } = yield* hangUp(input.id).pipe(
    Effect.provide(OutboundCall.layerFromConfiguration({ simulate: place.simulated }))
  )
  yield* printResult({ json: { ...callJson(call), hangUp: result }, text: `${says[result]}\n${callSummary(call)}` })
  return "done" as const
})

const says: Record<HungUp["result"], string> = {
  over: "The line is down.",
  requested: "Twilio was asked to end it. It is over as soon as the provider says so; asking again is safe."
}
