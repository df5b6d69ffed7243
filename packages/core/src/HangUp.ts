import { Effect } from "effect"
import { type Call, isLineDown } from "./Call.ts"
import type { CallNotFound, HangUpUnavailable, LedgerError, ProviderError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import type { CarrierAccount } from "./CarrierAccount.ts"
import { endCall, unavailable } from "./EndCall.ts"
import { lookUpCall } from "./LookUpCall.ts"
import type { ProviderAccount } from "./ProviderAccount.ts"
import { isSameAccount, refreshCall } from "./RefreshCall.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

export interface HungUp {
  readonly call: Call
  /**
   * `over`: the line is down, or nothing was dialled and now never is. `requested`: the wish is recorded; the call's
   * status follows when the provider tells, and asking again is safe. A call that is not found yet is ended by whoever
   * finds it.
   */
  readonly result: "over" | "requested"
}

type Services = CallLedger | VoiceProvider | ProviderAccount | CarrierAccount

/**
 * Ends a call: one that waits for approval is cancelled, a live one is ended through the carrier's account, whether it
 * waits, rings or is talked in, or else by asking the provider, where the account has that. What became of it meanwhile
 * is learnt first: a dial under way gets a few seconds to be answered, and a call whose telephone call is not known is
 * looked for. When it is not found the wish is kept, and recovery ends the call when it finds it. `HangUpUnavailable`
 * says why a call cannot be ended from here; it then goes on. Never dials.
 */
export const hangUp = Effect.fn("hangUp")(function* (
  id: string
): Effect.fn.Return<HungUp, CallNotFound | HangUpUnavailable | ProviderError | LedgerError, Services> {
  const ledger = yield* CallLedger
  const found = yield* ledger.find(id)
  const recorded = found.status === "planned" ? yield* ledger.record(found.id, { type: "hang-up" }) : found
  if (isLineDown(recorded)) return { call: recorded, result: "over" }
  if (!isSameAccount(recorded, yield* VoiceProvider)) return yield* unavailable(recorded, "other-account")
  const call = yield* latest(yield* afterDial(recorded))
  if (isLineDown(call)) return { call, result: "over" }
  const ended = yield* Effect.result(endCall(call))
  if (ended._tag === "Failure" && !isNotFoundYet(ended.failure, call)) {
    const after = wasProviderAsked(ended.failure) ? yield* latest(call) : call
    return isLineDown(after) ? { call: after, result: "over" } : yield* ended.failure
  }
  const requested = yield* ledger.record(call.id, { type: "hang-up" })
  if (ended._tag === "Failure") return { call: requested, result: "requested" }
  const after = yield* latest(requested)
  return { call: after, result: isLineDown(after) ? "over" : "requested" }
})

const isNotFoundYet = (error: HangUpUnavailable | ProviderError, call: Call): boolean =>
  error._tag === "HangUpUnavailable" && error.reason === "no-call-sid" && call.conversationId === null

/** The provider also says no to a call that has ended meanwhile. */
const wasProviderAsked = (error: HangUpUnavailable | ProviderError): boolean =>
  error._tag === "HangUpUnavailable" && error.provider !== undefined

/** A dial is mostly answered within seconds; who waits for it knows what to end. */
const afterDial = (call: Call): Effect.Effect<Call, CallNotFound | LedgerError, CallLedger> =>
  Effect.gen(function* () {
    const ledger = yield* CallLedger
    let current = call
    for (let waited = 0; current.status === "dialing" && waited < patienceSeconds; waited++) {
      yield* Effect.sleep("1 second")
      current = yield* ledger.find(call.id)
    }
    return current
  })

const patienceSeconds = 5

/** The call with the provider's news. They may be late: where it is known what to end, that is done without them. */
const latest = (call: Call) =>
  refreshCall(call).pipe(
    Effect.flatMap((read) =>
      read.status === "dialing" ? Effect.map(lookUpCall(read), (found) => found.call) : Effect.succeed(read)
    ),
    Effect.catchTag("CallNotFound", () => Effect.succeed(call)),
    Effect.catchTag("ProviderError", (error) =>
      call.callSid === null && call.conversationId === null ? Effect.fail(error) : Effect.succeed(call)
    )
  )
