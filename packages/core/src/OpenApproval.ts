import { DateTime, Effect } from "effect"
import type { Call } from "./Call.ts"
import { ApprovalClosed, type CallNotFound, LedgerError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import { isOpen } from "./DecideApproval.ts"
import { passTime } from "./PassTime.ts"
import type { WaitingRequest } from "./WaitingRequest.ts"

/** A call that waits for a person, and what would be dialled. */
export interface WaitingCall {
  readonly call: Call
  readonly waiting: WaitingRequest
}

/** A call by its id, as far as a person may still decide about it. `ApprovalClosed` when not. Never dials. */
export const openApproval = Effect.fnUntraced(function* (
  id: string
): Effect.fn.Return<WaitingCall, CallNotFound | ApprovalClosed | LedgerError, CallLedger> {
  const ledger = yield* CallLedger
  const call = yield* Effect.flatMap(ledger.find(id), passTime)
  if (!isOpen(call, yield* DateTime.now)) return yield* closed(call)
  const waiting = yield* ledger.waiting(call.id)
  if (waiting !== null) return { call, waiting }
  const now = yield* ledger.find(call.id)
  if (now.status !== "planned") return yield* closed(now)
  return yield* new LedgerError({
    operation: "read what waits",
    phoneMayHaveRung: false,
    cause: `it does not hold what ${call.id} would dial`
  })
})

export const closed = ({ approval, id, status }: Call): ApprovalClosed =>
  new ApprovalClosed({ callId: id, status, decision: approval?.decision ?? null })
