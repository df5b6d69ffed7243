import { Clock, DateTime, Effect } from "effect"
import { allCalls } from "./AllCalls.ts"
import { ageMillis, type Call, liveStatuses } from "./Call.ts"
import { type CallNotFound, LedgerError, type ProviderError } from "./CallErrors.ts"
import type { CallId } from "./CallIds.ts"
import type { CallLedger } from "./CallLedger.ts"
import type { CarrierAccount } from "./CarrierAccount.ts"
import type { ProviderAccount } from "./ProviderAccount.ts"
import { followedStatuses } from "./LiveCall.ts"
import { recoverCall, type Recovery } from "./RecoverCall.ts"
import { seeLive } from "./SeeLive.ts"
import type { VoiceProvider } from "./VoiceProvider.ts"

/** What became of one call of a round; `error` when it could not be looked for now. */
export interface Recovered {
  readonly call: Call
  readonly result: Recovery["result"] | "error"
  readonly error: CallNotFound | ProviderError | LedgerError | null
}

/**
 * One round over every live call: those of unknown fate are looked for, those that nobody followed are seen together in
 * the provider's list, and read where they are over or it lacks them. A call whose dial began less than five seconds ago
 * is left to its dialler. Calls that were looked for and not found are looked for an hour longer, since a ring that shows
 * late wins. `known: "left"` leaves the calls whose conversation is known to whoever follows them. Never dials, and one
 * failure stops no other.
 */
export const recoverCalls = Effect.fn("recoverCalls")(function* (
  { known }: { readonly known: "read" | "left" } = { known: "read" }
): Effect.fn.Return<
  ReadonlyArray<Recovered>,
  LedgerError,
  CallLedger | VoiceProvider | CarrierAccount | ProviderAccount
> {
  const now = yield* Clock.currentTimeMillis
  const live = (yield* allCalls(known === "read" ? { live: true } : { status: unsettled })).filter(
    (call) => ageMillis(call, now) > freshMillis
  )
  const since = DateTime.makeUnsafe(now - 26 * hourMillis)
  const absent = (yield* allCalls({ status: ["not-placed"], createdAfter: since })).filter(
    ({ absences, endedAt }) =>
      absences.provider.length > 0 && endedAt !== null && now - DateTime.toEpochMillis(endedAt) < hourMillis
  )
  const seen = yield* seeLive(live)
  return yield* recoverEach([...live, ...absent], seen)
})

/** The same for the given calls; those that were seen already are asked for no more. */
export const recoverEach = (
  calls: ReadonlyArray<Call>,
  seen: ReadonlyMap<CallId, Call> = new Map()
): Effect.Effect<ReadonlyArray<Recovered>, never, CallLedger | VoiceProvider | CarrierAccount | ProviderAccount> =>
  Effect.forEach(
    calls,
    (call) => {
      const now = seen.get(call.id)
      return now === undefined
        ? recoverOne(call)
        : Effect.succeed<Recovered>({ call: now, result: "found", error: null })
    },
    { concurrency: 4 }
  )

const unsettled = liveStatuses.filter((status) => !followedStatuses.includes(status))

const freshMillis = 5_000
const hourMillis = 3_600_000

const recoverOne = (call: Call) =>
  recoverCall(call.id).pipe(
    Effect.map((recovery): Recovered => ({ ...recovery, error: null })),
    Effect.catchDefect((defect) =>
      Effect.fail(new LedgerError({ operation: "recover", phoneMayHaveRung: false, cause: defect }))
    ),
    Effect.catch((error) => Effect.succeed<Recovered>({ call, result: "error", error }))
  )
