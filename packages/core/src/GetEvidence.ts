import { Effect } from "effect"
import { AuditLog, type KeptEvidence } from "./AuditLog.ts"
import { CallNotFound, type LedgerError } from "./CallErrors.ts"
import type { CallId } from "./CallIds.ts"
import { CallLedger } from "./CallLedger.ts"

/** Why a call was allowed, and whether that is still what was written then. */
export interface CallEvidence extends KeptEvidence {
  readonly callId: CallId
}

/**
 * The evidence of a call, by call id or conversation id. `CallNotFound` for a call that the principal may not see, and
 * for one that has none: it was brought back, is older than the policy, or was forgotten. Reads only.
 */
export const getEvidence = Effect.fn("getEvidence")(function* (
  id: string
): Effect.fn.Return<CallEvidence, CallNotFound | LedgerError, CallLedger | AuditLog> {
  const ledger = yield* CallLedger
  const log = yield* AuditLog
  const call = yield* ledger.find(id)
  const kept = yield* log.evidence(call.id)
  return kept === null ? yield* new CallNotFound({ id: call.id, missing: "evidence" }) : { callId: call.id, ...kept }
})
