import type { CallView } from "@outbound-call/core/Call"
import type { HungUp } from "@outbound-call/core/HangUp"
import { Effect } from "effect"
import { CallService } from "./CallService.ts"
import { callJson, callSummary } from "./DescribeCall.ts"
import type { OneCallInput } from "./FollowCommands.ts"
import { printResult } from "./Print.ts"
import { sideOf } from "./Side.ts"

/** `outbound hang-up`: ends a live call, and cancels one that waits. */
export const hangUpCall = Effect.fn("hang-up")(function* (input: OneCallInput) {
  const side = yield* sideOf(input.id, input.simulate)
  const { call, result } = yield* CallService.use(({ hangUp }) => hangUp(input.id)).pipe(Effect.provide(side.calls))
  yield* printResult({
    json: { ...callJson(call), hangUp: result },
    text: `${says(result, call)}\n${callSummary(call)}`
  })
  return "done" as const
})

const says = (result: HungUp["result"], { conversationId, status }: CallView): string => {
  if (status === "cancelled") return "It is cancelled: nothing was dialled, and nothing will be."
  if (result === "over") return "The line is down."
  return conversationId === null
    ? "It is not known yet which telephone call is its own. It is ended as soon as it is found."
    : "It was asked to end. It is over as soon as the provider says so; asking again is safe."
}
