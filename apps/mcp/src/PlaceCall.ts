import { InvalidRequest } from "@outbound-call/core"
import { Clock, Effect, Option, Schema } from "effect"
import { AllowedNumbers } from "./AllowedNumbers.ts"
import { callArguments } from "./CallArguments.ts"
import { CallResult, callResult } from "./CallResult.ts"
import { CallService } from "./CallService.ts"
import type { ToolRequest } from "./McpTool.ts"
import { seekApproval } from "./SeekApproval.ts"
import { ToolError } from "./ToolError.ts"
import { waitForEnd } from "./WaitForEnd.ts"
import { wishedCall } from "./WishedCall.ts"

const input = Schema.Struct({
  ...callArguments,
  idempotency_key: Schema.String.check(Schema.isPattern(/^[\x21-\x7e]{8,64}$/u)).annotate({
    description:
      "8 to 64 letters, digits or signs; one key for each wanted call, repeated on every retry: it rings once"
  }),
  wait_seconds: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 50 }))
    .annotate({ description: "25 unless told" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(25)))
})

/** Longest answer of a tool: many clients give up after a minute. */
const patienceMillis = 50_000

/** What is left of it for the dial when a person said yes at the last moment. */
const dialMillis = 5_000

/** For a look at the call when the time is up. */
const readMillis = 2_000

/** Places one call and waits for a while. */
export const placeCallTool = {
  name: "place_call",
  title: "Place a phone call",
  description:
    "Ring one phone once and let the voice agent talk, only when the person asked for this call. A person may be asked first; until they say yes it is planned. Waits up to wait_seconds, then follow with wait_for_call. Cancelling does not hang up.",
  hints: { readOnly: false, destructive: true, idempotent: true, openWorld: true },
  scope: "calls:place" as const,
  input,
  output: CallResult,
  run: Effect.fnUntraced(function* (
    { idempotency_key: key, wait_seconds: waitSeconds, ...given }: typeof input.Type,
    request: ToolRequest
  ) {
    const { admit } = yield* AllowedNumbers
    const { get, place, server } = yield* CallService
    const startedAt = yield* Clock.currentTimeMillis
    const { problems, request: wish } = yield* wishedCall(given)
    if (problems.length > 0) return yield* new InvalidRequest({ problems })
    yield* admit(wish)
    const answer = yield* Effect.timeoutOption(place(wish, key), patienceMillis)
    if (Option.isNone(answer)) return yield* stillDialling
    const { call: placed, replayed } = answer.value
    const left = Effect.map(Clock.currentTimeMillis, (now) => patienceMillis - (now - startedAt))
    const asking = { replayed, patienceMillis: (yield* left) - dialMillis }
    const sought = yield* Effect.timeoutOption(seekApproval(placed, asking, request), yield* left)
    if (Option.isNone(sought)) {
      const now = Option.flatten(yield* Effect.timeoutOption(Effect.option(get(placed.id)), readMillis))
      return Option.isNone(now) ? yield* stillDialling : { ...callResult(now.value, server), replayed }
    }
    const { call, isDialled, note } = sought.value
    if (call.status === "planned") return { ...withNote(callResult(call, server), note), replayed }
    const last = yield* waitForEnd(call, Math.min(waitSeconds * 1000, yield* left), request).pipe(
      // the call stands, whatever became of following it
      Effect.orElseSucceed(() => call)
    )
    return { ...callResult(last, server), replayed: replayed && !isDialled }
  })
}

const withNote = (result: CallResult, note: string | null): CallResult => {
  const { next_step: step } = result
  return note === null ? result : { ...result, next_step: { ...step, why: `${note} ${step.why}` } }
}

const stillDialling = new ToolError({
  code: "still_dialling",
  sentence: "The dial has had no answer yet; if it has begun, it goes on, and the phone may ring.",
  fix: "Repeat place_call with the same arguments and idempotency_key: that finds this call and never rings it again."
})
