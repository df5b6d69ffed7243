import { DateTime, Effect } from "effect"
import { allCalls } from "./AllCalls.ts"
import type { LedgerError } from "./CallErrors.ts"
import type { CallLedger } from "./CallLedger.ts"
import { describeApproval, type PendingApproval } from "./DescribeApproval.ts"
import { openApproval } from "./OpenApproval.ts"

/** The calls that wait for a person, the oldest first, of the owners whom the principal sees. Never dials. */
export const listApprovals = Effect.fn("listApprovals")(function* (): Effect.fn.Return<
  ReadonlyArray<PendingApproval>,
  LedgerError,
  CallLedger
> {
  const planned = yield* allCalls({ status: ["planned"] })
  const now = yield* DateTime.now
  const open = yield* Effect.forEach(planned, ({ id }) =>
    openApproval(id).pipe(Effect.catchTags({ ApprovalClosed: gone, CallNotFound: gone }))
  )
  return open.flatMap((one) => (one === null ? [] : [describeApproval(one, now)]))
})

const gone = () => Effect.succeed(null)
