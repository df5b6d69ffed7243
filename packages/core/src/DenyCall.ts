import { Effect } from "effect"
import { approverName, type Approver } from "./Approver.ts"
import type { Call } from "./Call.ts"
import type { ApprovalClosed, CallNotFound, LedgerError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import type { CallSettings } from "./CallSettings.ts"
import { closed } from "./OpenApproval.ts"

/**
 * A person's no to a call that waits: it is cancelled, and never dialled. `ApprovalClosed` when it does not wait any more.
 */
export const denyCall = Effect.fn("denyCall")(function* (
  id: string,
  approver: Pick<Approver, "by">
): Effect.fn.Return<Call, CallNotFound | ApprovalClosed | LedgerError, CallLedger | CallSettings> {
  const ledger = yield* CallLedger
  const found = yield* ledger.find(id)
  if (found.status !== "planned") return yield* closed(found)
  const call = yield* ledger.record(found.id, { type: "denied", by: yield* approverName(approver) })
  return call.approval?.decision === "denied" ? call : yield* closed(call)
})
