import { DateTime, Effect } from "effect"
import { type Call } from "./Call.ts"
import type { CallNotFound, LedgerError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import { isOpen } from "./DecideApproval.ts"

/** The call as it is now: one that has waited too long for a person is cancelled by whoever looks at it. Never dials. */
export const passTime = Effect.fnUntraced(function* (
  call: Call
): Effect.fn.Return<Call, CallNotFound | LedgerError, CallLedger> {
  if (call.status !== "planned" || call.approval === null || isOpen(call, yield* DateTime.now)) return call
  const ledger = yield* CallLedger
  return yield* ledger.record(call.id, { type: "time" })
})

/** The same for a page of calls; one that cannot be changed now is shown as it was. */
export const passTimes = (calls: ReadonlyArray<Call>): Effect.Effect<ReadonlyArray<Call>, never, CallLedger> =>
  Effect.forEach(calls, (call) => passTime(call).pipe(Effect.catch(() => Effect.succeed(call))))
