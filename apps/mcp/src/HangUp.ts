import { Effect, Schema } from "effect"
import { callId } from "./CallIdArgument.ts"
import { CallResult, callResult } from "./CallResult.ts"
import { CallService } from "./CallService.ts"
import { waitFor } from "./NextStep.ts"

const input = Schema.Struct({ call_id: callId })

/** Ends a live call. */
export const hangUpTool = {
  name: "hang_up",
  title: "Hang up",
  description: "End a call under way, also one that still rings; one that is over is given back.",
  hints: { readOnly: false, destructive: true, idempotent: true, openWorld: true },
  scope: "calls:hang-up" as const,
  input,
  output: CallResult,
  run: Effect.fnUntraced(function* ({ call_id: id }: typeof input.Type) {
    const { hangUp, server } = yield* CallService
    const { call, result } = yield* hangUp(id)
    const given = callResult(call, server)
    if (result === "over") return given
    return { ...given, next_step: waitFor(id, call.conversationId === null ? notFoundYet : requested) }
  })
}

const requested = "It was asked to end; waiting tells when it is over."
const notFoundYet = "It is not known yet which telephone call it is; it is ended when it is found."
