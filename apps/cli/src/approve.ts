import { type CallView, isFinal } from "@outbound-call/core/Call"
import { Effect, Option, Ref, Stdio, Stream } from "effect"
import type { ApproveInput } from "./ApprovalCommands.ts"
import { endingOfCall } from "./CallExit.ts"
import { CallService } from "./CallService.ts"
import { approvalDetails } from "./DescribeApproval.ts"
import { callJson, callSummary } from "./DescribeCall.ts"
import { follow } from "./Follow.ts"
import { Json } from "./Json.ts"
import { NeedsPerson } from "./NeedsPerson.ts"
import { printNote, printResult } from "./Print.ts"
import { makeProgress } from "./Progress.ts"
import { Records } from "./Records.ts"
import { settleUnderWay } from "./SettleUnderWay.ts"
import { sideOf } from "./Side.ts"
import { UnderWay } from "./UnderWay.ts"

/**
 * `outbound approve`: shows what would be dialled to a person at a terminal, takes their word, dials and follows. A program
 * without a terminal cannot say yes.
 */
export const approve = Effect.fn("approve")(function* (input: ApproveInput) {
  const { stdinIsTerminal } = yield* Stdio.Stdio
  if (!(yield* stdinIsTerminal)) return yield* new NeedsPerson({ reason: "no-terminal" })
  const side = yield* sideOf(input.id, input.simulate)
  const numberEndsIn = yield* readWord(input).pipe(Effect.provide(side.records))
  return yield* dialAndFollow(input, numberEndsIn).pipe(
    Effect.provide(side.calls),
    Effect.onInterrupt(() => settleUnderWay(side))
  )
})

/** What the person typed, where it fits the number that they were shown. */
const readWord = Effect.fnUntraced(function* ({ id }: ApproveInput) {
  const pending = yield* Records.use((records) => records.approval(id))
  yield* printNote(approvalDetails(pending))
  yield* printNote("\nType the last four digits of the number to dial it now; anything else leaves it waiting:")
  const { stdin } = yield* Stdio.Stdio
  const typed = yield* stdin.pipe(Stream.decodeText, Stream.splitLines, Stream.runHead)
  const digits = Option.getOrElse(typed, () => "").trim()
  return digits === pending.call.to?.slice(-4) ? digits : yield* new NeedsPerson({ reason: "other-digits" })
})

const dialAndFollow = Effect.fnUntraced(function* ({ by, id, timeout }: ApproveInput, numberEndsIn: string) {
  const json = yield* Json
  const underWay = yield* UnderWay
  const dialled = yield* CallService.use((calls) => calls.approve(id, { numberEndsIn, by })).pipe(
    Effect.onInterrupt(() => Ref.set(underWay, "sent"))
  )
  yield* Ref.set(underWay, dialled)
  const isFollowable = !isFinal(dialled) && dialled.status !== "unknown"
  const last = isFollowable ? yield* watch(dialled, timeout, json) : dialled
  yield* printResult({ json: callJson(last), text: callSummary(last) })
  const ending = endingOfCall(last, true)
  if (ending === "stillGoing") yield* printNote(`Stopped waiting; the call goes on: \`outbound watch ${last.id}\`.`)
  return ending
})

const watch = Effect.fnUntraced(function* (dialled: CallView, timeout: ApproveInput["timeout"], json: boolean) {
  const progress = yield* makeProgress(json)
  const { call } = yield* follow(dialled.id, timeout, progress.tell)
  yield* progress.clear
  return call ?? dialled
}, Effect.scoped)
