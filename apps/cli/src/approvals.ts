import { Effect } from "effect"
import type { ApprovalsInput } from "./ApprovalCommands.ts"
import { approvalJson, approvalText } from "./DescribeApproval.ts"
import { printNote, printResult } from "./Print.ts"
import { Records } from "./Records.ts"
import { readSide } from "./Side.ts"

/** `outbound approvals`: what waits for a person. Asks no provider. */
export const approvals = Effect.fn("approvals")(function* (input: ApprovalsInput) {
  const side = yield* readSide(input.simulate)
  const pending = (yield* side.isThere)
    ? yield* Records.use((records) => records.approvals).pipe(Effect.provide(side.records))
    : []
  yield* printResult({
    json: { approvals: pending.map(approvalJson), simulated: side.simulated },
    text: pending.length === 0 ? "No call waits for a person." : pending.map(approvalText).join("\n")
  })
  if (pending.length > 0)
    yield* printNote("See one whole, and decide: `outbound approve <id>`, or `outbound deny <id>`.")
  return "done" as const
})
