import { CallEvent } from "@outbound-call/core/CallEvent"
import { Console, Effect, Schema } from "effect"
import { endingOfCall, endingOfOutcome } from "./CallExit.ts"
import { callSummary, clock } from "./DescribeCall.ts"
import type { Ending } from "./ExitCode.ts"
import { follow, type Followed } from "./Follow.ts"
import type { WatchInput } from "./FollowCommands.ts"
import { Json } from "./Json.ts"
import { printNote } from "./Print.ts"
import { makeProgress } from "./Progress.ts"
import { settleUnderWay } from "./SettleUnderWay.ts"
import { sideOf } from "./Side.ts"

/** `outbound watch`: follows a call or conversation to its end; with `--json` a line for each event. */
export const watch = Effect.fn("watch")(function* (input: WatchInput) {
  const side = yield* sideOf(input.id, input.simulate)
  return yield* tellNews(input).pipe(
    Effect.provide(side.calls),
    Effect.onInterrupt(() => settleUnderWay(side))
  )
})

const tellNews = Effect.fnUntraced(function* (input: WatchInput) {
  const json = yield* Json
  const progress = yield* makeProgress(json)
  const tell = json ? (event: CallEvent) => Console.log(JSON.stringify(encodeEvent(event))) : progress.tell
  const followed = yield* follow(input.id, input.timeout, tell)
  yield* progress.clear
  if (!json) yield* Console.log(summary(input.id, followed))
  const ending = endingOf(followed)
  if (ending === "stillGoing") yield* printNote(`Stopped waiting; it goes on: \`outbound watch ${input.id}\`.`)
  return ending
}, Effect.scoped)

const encodeEvent = Schema.encodeSync(CallEvent)

const summary = (id: string, { call, ended, isOver }: Followed): string => {
  if (call !== null) return callSummary(call)
  if (ended === null) return `The conversation ${id} ${isOver ? "is over" : "goes on"}.`
  const after = ended.durationSeconds === null ? "" : ` after ${clock(ended.durationSeconds)}`
  return `The conversation ${id} is over${after}: ${ended.outcome ?? "unknown"}.`
}

const endingOf = ({ call, ended, isOver }: Followed): Ending => {
  if (call !== null) return endingOfCall(call, true)
  if (!isOver) return "stillGoing"
  return endingOfOutcome(ended?.outcome ?? null, (ended?.durationSeconds ?? 0) > 0)
}
