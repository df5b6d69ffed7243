import { hangUp } from "@outbound-call/core"
import { Effect, Schema } from "effect"
import { callId } from "./CallIdArgument.ts"
import { CallResult, callResult } from "./CallResult.ts"

const input = Schema.Struct({ call_id: callId })

/** Ends a live call, or says what is missing for it. */
export const hangUpTool = {
  name: "hang_up",
  title: "Hang up",
  description: "End a call under way; one that is over is given back. Says so when it cannot be done from here.",
  hints: { readOnly: false, destructive: true, idempotent: true, openWorld: true },
  input,
  output: CallResult,
  run: Effect.fnUntraced(function* ({ call_id: id }: typeof input.Type) {
    return callResult(yield* hangUp(id))
  })
}
