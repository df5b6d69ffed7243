import { Effect } from "effect"
import type { Call } from "./Call.ts"
import { CallNotResolvable, type CallNotFound, type LedgerError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import { isResolvable } from "./SettleCall.ts"

/** What a person found out about a call, for example in the carrier's log. */
export interface Finding {
  readonly dialled: boolean
  /** Who says so; it is kept with the event. */
  readonly by: string
}

/**
 * Ends a call that the witnesses could not settle, by a person's word: `not-placed`, or `failed` after a dial whose end
 * is not known. Only a call of unknown fate, or one that is marked for attention, can be ended so; one that is over
 * already, as it rang after all or twice, keeps its end and needs no more attention. Evidence of a ring that comes later
 * wins over it. Never dials.
 */
export const resolveCall = Effect.fn("resolveCall")(function* (
  id: string,
  verdict: Finding
): Effect.fn.Return<Call, CallNotFound | CallNotResolvable | LedgerError, CallLedger> {
  const ledger = yield* CallLedger
  const call = yield* ledger.find(id)
  if (!isResolvable(call, verdict.dialled)) {
    return yield* new CallNotResolvable({ callId: call.id, status: call.status })
  }
  return yield* ledger.record(call.id, { type: "verdict", ...verdict })
})
