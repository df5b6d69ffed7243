import { Effect, type Result } from "effect"
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
   * status follows when the provider tells, and asking again is safe. A call that is not found yet is ended by its dial
   * when that is answered, or by the recovery that finds it.
   */
  readonly result: "over" | "requested"
}

type Services = CallLedger | VoiceProvider | ProviderAccount | CarrierAccount

/**
 * Ends a call. The wish is recorded first: it cancels a call that waits for approval, and stops a dial whose request has
 * not left. What is live is ended through the carrier's account, whether it waits, rings or is talked in, or else by
 * asking the provider, where the account has that. A dial under way gets a few seconds to be answered, and a call whose
 * telephone call is not known is looked for. `HangUpUnavailable` says why a call cannot be ended from here; it then goes
 * on, and the wish stays for whoever can fulfil it. Never dials.
 */
export const hangUp = Effect.fn("hangUp")(function* (
  id: string
): Effect.fn.Return<HungUp, CallNotFound | HangUpUnavailable | ProviderError | LedgerError, Services> {
  const ledger = yield* CallLedger
  const found = yield* ledger.find(id)
  if (isLineDown(found)) return { call: found, result: "over" }
  const isOurs = found.status === "planned" || isSameAccount(found, yield* VoiceProvider)
  if (!isOurs) return yield* unavailable(found, "other-account")
  const asked = yield* ledger.record(found.id, { type: "hang-up" })
  const call = isLineDown(asked) ? asked : yield* latest(yield* afterDial(asked))
  if (isLineDown(call)) return { call, result: "over" }
  const ended = yield* Effect.result(endCall(call))
  const after = wasAsked(ended) ? yield* latest(call) : call
  if (isLineDown(after)) return { call: after, result: "over" }
  if (ended._tag === "Failure" && !isNotFoundYet(ended.failure, call)) return yield* ended.failure
  return { call: after, result: "requested" }
})

const isNotFoundYet = (error: HangUpUnavailable | ProviderError, call: Call): boolean =>
  error._tag === "HangUpUnavailable" && error.reason === "no-call-sid" && call.conversationId === null

/** The provider also says no to a call that has ended meanwhile. */
const wasAsked = (ended: Result.Result<void, HangUpUnavailable | ProviderError>): boolean =>
  ended._tag === "Success" || (ended.failure._tag === "HangUpUnavailable" && ended.failure.provider !== undefined)

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
