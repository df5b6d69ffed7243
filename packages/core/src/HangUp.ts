import { Effect } from "effect"
import { type Call, isFinal } from "./Call.ts"
import { type CallNotFound, HangUpUnavailable, type LedgerError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"

/**
 * Ends a live call. The provider has no request for it without a carrier account, and none can be configured yet: it
 * fails with what is missing, and the call goes on. A call that is over is given back as it is.
 */
export const hangUp = Effect.fn("hangUp")(function* (
  id: string
): Effect.fn.Return<Call, CallNotFound | HangUpUnavailable | LedgerError, CallLedger> {
  const ledger = yield* CallLedger
  const call = yield* ledger.find(id)
  return isFinal(call) ? call : yield* new HangUpUnavailable({ callId: call.id, callSid: call.callSid })
})
