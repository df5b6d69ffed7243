import { Effect, Schema } from "effect"
import { callId } from "./CallIdArgument.ts"
import { CallResult, callResult } from "./CallResult.ts"
import { CallService } from "./CallService.ts"

const input = Schema.Struct({ call_id: callId })

/** Shows a call as it stands. */
export const getCallTool = {
  name: "get_call",
  title: "Look at a call",
  description: "The state of one call now, without what was said.",
  hints: { readOnly: true, destructive: false, idempotent: true, openWorld: true },
  scope: "calls:read" as const,
  input,
  output: CallResult,
  run: Effect.fnUntraced(function* ({ call_id: id }: typeof input.Type) {
    const { get, server } = yield* CallService
    return callResult(yield* get(id), server)
  })
}
