import { Effect } from "effect"
import type { DenyInput } from "./ApprovalCommands.ts"
import { callJson, callSummary } from "./DescribeCall.ts"
import { printResult } from "./Print.ts"
import { Records } from "./Records.ts"
import { sideOf } from "./Side.ts"

/** `outbound deny`: cancels a call that waits for a person. Dials nothing. */
export const deny = Effect.fn("deny")(function* (input: DenyInput) {
  const side = yield* sideOf(input.id, input.simulate)
  const call = yield* Records.use((records) => records.deny(input.id, input.by)).pipe(Effect.provide(side.records))
  yield* printResult({ json: callJson(call), text: callSummary(call) })
  return "done" as const
})
