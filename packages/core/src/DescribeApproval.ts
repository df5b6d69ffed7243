import { DateTime, Effect } from "effect"
import type { Call } from "./Call.ts"
import type { ApprovalClosed, CallNotFound, LedgerError } from "./CallErrors.ts"
import type { CallLedger } from "./CallLedger.ts"
import type { LocalClock } from "./CheckCall.ts"
import type { ResolvedRequest } from "./CallRequest.ts"
import { openApproval, type WaitingCall } from "./OpenApproval.ts"
import { clockOf, localTime } from "./policy/LocalTime.ts"

/** What a person has to see before they say yes: all of it is what would be dialled, and nothing of it is a model's word for it. */
export interface PendingApproval {
  /** With its reasons and its end in `approval`. */
  readonly call: Call
  readonly request: ResolvedRequest
  readonly agentName: string | null
  /** ISO 3166-1 code of the number's country; null when it has none. */
  readonly country: string | null
  /** The time now wherever the phone may be. */
  readonly localTimes: ReadonlyArray<LocalClock>
  readonly maxDurationSeconds: number
  /** What the call is taken to cost at most, in dollars; null where no price of a minute is known. */
  readonly maxCostDollars: number | null
  /** The profile by which it was judged, and will be. */
  readonly profile: string
}

/** What a person decides about. `ApprovalClosed` when it is decided. Reads the ledger alone. */
export const getApproval = Effect.fn("getApproval")(function* (
  id: string
): Effect.fn.Return<PendingApproval, CallNotFound | ApprovalClosed | LedgerError, CallLedger> {
  return describeApproval(yield* openApproval(id), yield* DateTime.now)
})

export const describeApproval = ({ call, waiting }: WaitingCall, now: DateTime.Utc): PendingApproval => ({
  call,
  request: waiting.request,
  agentName: waiting.agentName,
  country: waiting.region,
  localTimes: waiting.zones.map((zone) => {
    const { date, minute } = localTime(zone, DateTime.toEpochMillis(now))
    return { zone, time: `${date} ${clockOf(minute)}` }
  }),
  maxDurationSeconds: waiting.maxDurationSeconds,
  maxCostDollars: waiting.maxCostDollars,
  profile: waiting.profile.name
})
