import { Effect } from "effect"
import { callJson, callSummary } from "./DescribeCall.ts"
import type { ResolveInput } from "./FollowCommands.ts"
import { printResult } from "./Print.ts"
import { Records } from "./Records.ts"
import { sideOf } from "./Side.ts"
import { UsageError } from "./UsageError.ts"

/** `outbound resolve`: ends a call of unknown fate by a person's word. Asks nobody and dials nothing. */
export const resolve = Effect.fn("resolve")(function* (input: ResolveInput) {
  if (input.dialled === input.notDialled) {
    return yield* new UsageError({ message: "Say which: --dialled or --not-dialled." })
  }
  const side = yield* sideOf(input.id, input.simulate)
  const call = yield* Records.use((records) =>
    records.resolve(input.id, { dialled: input.dialled, by: input.by })
  ).pipe(Effect.provide(side.records))
  yield* printResult({ json: callJson(call), text: callSummary(call) })
  return "done" as const
})
