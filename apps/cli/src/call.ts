import { type CallView, isFinal } from "@outbound-call/core/Call"
import type { IdempotencyKey } from "@outbound-call/core/CallLedger"
import type { CallRequest } from "@outbound-call/core/CallRequest"
import { Transcript } from "@outbound-call/core/Transcript"
import { Effect, Option, Ref, Schema } from "effect"
import type { CallInput } from "./CallCommand.ts"
import { CallService, type Placed } from "./CallService.ts"
import { endingOfCall } from "./CallExit.ts"
import { neverSent } from "./ConnectionFailure.ts"
import { callJson, callSummary } from "./DescribeCall.ts"
import { dryRun } from "./DryRun.ts"
import { follow } from "./Follow.ts"
import { Json } from "./Json.ts"
import { printNote, printResult } from "./Print.ts"
import { makeProgress } from "./Progress.ts"
import { readRequest, refuseEarly } from "./ReadRequest.ts"
import { settleUnderWay } from "./SettleUnderWay.ts"
import { readSide } from "./Side.ts"
import { UnderWay } from "./UnderWay.ts"
import { UsageError } from "./UsageError.ts"

/** `outbound call`: places one call, follows it, and prints what was said. */
export const call = Effect.fn("call")(function* (input: CallInput) {
  const request = yield* readRequest(input)
  const key = yield* readKey(input)
  yield* refuseEarly(request)
  const side = yield* readSide(input.simulate).pipe(Effect.mapError(neverSent))
  if (side.simulated) yield* printNote("Simulated: no phone rings.")
  const work = input.dryRun ? dryRun(request, side.simulated) : placeAndFollow(input, request, key)
  return yield* work.pipe(
    Effect.provide(side.calls),
    Effect.onInterrupt(() => settleUnderWay(side))
  )
})

const placeAndFollow = Effect.fnUntraced(function* (input: CallInput, request: CallRequest, key: IdempotencyKey) {
  const json = yield* Json
  const placed = yield* CallService.use(({ place }) =>
    place(request, key, { withoutApproval: input.waitForApproval ? "wait" : "refuse" })
  )
  const underWay = yield* UnderWay
  yield* Ref.set(underWay, placed.call)
  for (const warning of placed.warnings) yield* printNote(warning)
  const remark = remarkOn(placed)
  if (remark !== null) yield* printNote(remark)
  if (placed.call.status === "planned") yield* printNote(`It waits for a person. ${placed.call.nextStep}`)
  const last = input.watch && isFollowable(placed.call) ? yield* watch(placed.call, input, json) : placed.call
  const transcript = json ? yield* readTurns(last) : { turns: [], warnings: [] }
  yield* printResult({
    json: {
      ...callJson(last),
      transcript: transcript.turns,
      replayed: placed.replayed,
      warnings: [...placed.warnings, ...transcript.warnings]
    },
    text: callSummary(last)
  })
  const ending = endingOfCall(last, input.watch)
  if (ending === "stillGoing") yield* printNote(`Stopped waiting; the call goes on: \`outbound watch ${last.id}\`.`)
  return ending
})

/** What to know of a call that was there already, or of a request that was sent twice. */
const remarkOn = ({ call: { id }, replayed, resent = false }: Placed): string | null => {
  if (!resent) {
    return replayed ? `This is the earlier call ${id}: nothing was dialled now. For a new call: --again.` : null
  }
  return replayed
    ? `The request had arrived: ${id} is its call, and nothing was dialled a second time.`
    : `The request had not arrived before: ${id} was dialled now, for the first time.`
}

/** A call whose dial had no clear answer is not followed but recovered, so that nobody takes it for placed. */
const isFollowable = (placed: CallView): boolean => !isFinal(placed) && placed.status !== "unknown"

const watch = Effect.fnUntraced(function* (placed: CallView, input: CallInput, json: boolean) {
  const progress = yield* makeProgress(json)
  const followed = yield* follow(placed.id, input.timeout, progress.tell).pipe(
    Effect.map(({ call: last }) => last ?? placed),
    Effect.catchTag("ServerProblem", ({ failure: { code, nextStep } }) =>
      Effect.as(printNote(`The call ${placed.id} was placed and cannot be followed (${code}). ${nextStep}`), placed)
    )
  )
  yield* progress.clear
  return followed
}, Effect.scoped)

const encodeTranscript = Schema.encodeSync(Transcript)

const readTurns = Effect.fnUntraced(function* (last: CallView) {
  if (last.conversationId === null) return { turns: [], warnings: [] }
  return yield* CallService.use(({ transcript }) => transcript(last.id)).pipe(
    Effect.map((transcript) => ({ turns: encodeTranscript(transcript).turns, warnings: [] })),
    Effect.catchTag("CallNotFound", () => Effect.succeed({ turns: [], warnings: [] })),
    Effect.catchTag("ProviderError", (error) =>
      Effect.succeed({ turns: [], warnings: [`The transcript could not be read: ${error.message}`] })
    ),
    // What a server says of this one request would read as if it were said of the call.
    Effect.catchTag("ServerProblem", ({ failure: { code, nextStep } }) =>
      Effect.succeed({ turns: [], warnings: [`The transcript could not be read (${code}). ${nextStep}`] })
    )
  )
})

/** Without a key of one's own, the same command within ten minutes is the same call. */
const readKey = Effect.fnUntraced(function* (input: CallInput) {
  if (Option.isSome(input.idempotencyKey)) {
    if (input.again) {
      return yield* new UsageError({ message: "--again and --idempotency-key exclude each other: choose a new key." })
    }
    if (input.idempotencyKey.value.trim() === "") {
      return yield* new UsageError({ message: "--idempotency-key is empty." })
    }
    return { type: "given", key: input.idempotencyKey.value } satisfies IdempotencyKey
  }
  return (input.again ? { type: "new" } : { type: "same-request", withinMillis: 600_000 }) satisfies IdempotencyKey
})
