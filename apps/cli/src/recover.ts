import { type CallView, isFinal } from "@outbound-call/core/Call"
import type { Recovery } from "@outbound-call/core/RecoverCall"
import { Effect, Option } from "effect"
import { CallService, type Settled } from "./CallService.ts"
import { callJson, callLine, callSummary } from "./DescribeCall.ts"
import type { Ending } from "./ExitCode.ts"
import type { RecoverInput } from "./FollowCommands.ts"
import { printResult } from "./Print.ts"
import { readSide, sideOf } from "./Side.ts"

/** `outbound recover`: asks once what became of a call, or of every live call. Never dials. */
export const recover = Effect.fn("recover")(function* (input: RecoverInput) {
  return Option.isSome(input.id) ? yield* recoverOne(input.id.value, input.simulate) : yield* recoverAll(input.simulate)
})

const recoverOne = Effect.fnUntraced(function* (id: string, simulate: boolean) {
  const side = yield* sideOf(id, simulate)
  const { call, result } = yield* CallService.use((calls) => calls.recover(id)).pipe(Effect.provide(side.calls))
  yield* printResult({
    json: { ...callJson(call), recovery: result },
    text: `${findings[result]}${needs(call)}\n${callSummary(call)}`
  })
  return endingOf([call])
})

const recoverAll = Effect.fnUntraced(function* (simulate: boolean) {
  const { calls, simulated } = yield* readSide(simulate)
  const round = yield* Effect.flatMap(CallService, (service) => service.recoverAll).pipe(Effect.provide(calls))
  yield* printResult({
    json: {
      calls: round.map((one) => ({ ...callJson(one.call), recovery: one.result, error: one.error })),
      simulated
    },
    text: round.length === 0 ? "No call is live: there is nothing to settle." : round.map(line).join("\n")
  })
  return endingOf(round.map((one) => one.call))
})

const endingOf = (calls: ReadonlyArray<CallView>): Ending =>
  calls.some((call) => call.status === "unknown" || call.status === "dialing") ? "unknown" : "done"

const line = ({ call, error, result }: Settled): string =>
  `${callLine(call)}\n  ${result === "error" ? `It could not be looked for: ${error ?? ""}` : findings[result]}${needs(call)}`

const needs = (call: CallView): string =>
  call.attention === null || isFinal(call)
    ? ""
    : ` It needs you: ${call.attention.message} When you know, \`outbound resolve ${call.id} --dialled\` or \`--not-dialled\`.`

const findings: Record<Recovery["result"], string> = {
  found: "The provider has this call: it was dialled.",
  settled: "There is nothing to settle.",
  undecided: "There is a call that may be this one; it cannot be told apart yet. Try again in a minute.",
  nothing: "There is no trace of this call so far. That proves nothing yet: try again in a minute.",
  "not-placed": "Provider and carrier showed no trace of it twice: it was not dialled.",
  dialing: "Its dial may still be under way. Try again in a minute.",
  "other-account": "It went through another account than the one configured now: nothing was asked."
}
