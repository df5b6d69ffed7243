import { DateTime, Effect, Schema } from "effect"
import { callId } from "./CallIdArgument.ts"
import { CallResult, callResult } from "./CallResult.ts"
import { CallService } from "./CallService.ts"
import type { ToolRequest } from "./McpTool.ts"
import { stepWhenStuck } from "./StuckCall.ts"
import { waitForEnd } from "./WaitForEnd.ts"

const input = Schema.Struct({
  call_id: callId,
  wait_seconds: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 50 }))
    .annotate({ description: "45 unless told" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(45)))
})

/** Waits for the end of a call. */
export const waitForCallTool = {
  name: "wait_for_call",
  title: "Wait for a call",
  description:
    "Wait until a call is over or wait_seconds have passed; repeat while it runs. Cancelling does not hang up.",
  hints: { readOnly: true, destructive: false, idempotent: true, openWorld: true },
  scope: "calls:read" as const,
  input,
  output: CallResult,
  run: Effect.fnUntraced(function* ({ call_id: id, wait_seconds: seconds }: typeof input.Type, request: ToolRequest) {
    const { get, server } = yield* CallService
    const call = yield* waitForEnd(yield* get(id), seconds * 1000, request)
    const result = callResult(call, server)
    return { ...result, next_step: stepWhenStuck(call, yield* DateTime.now) ?? result.next_step }
  })
}
