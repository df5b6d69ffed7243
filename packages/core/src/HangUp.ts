import { Effect } from "effect"
import { type Call, isFinal } from "./Call.ts"
import { type CallNotFound, HangUpUnavailable, type LedgerError, type ProviderError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import { CarrierAccount } from "./CarrierAccount.ts"
import { lookUpCall } from "./LookUpCall.ts"
import { ProviderAccount } from "./ProviderAccount.ts"
import { isSameAccount, refreshCall } from "./RefreshCall.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

export interface HungUp {
  readonly call: Call
  /**
   * `over`: the line is down. `requested`: the carrier took the request; the call's status follows when the provider
   * tells, and asking again is safe.
   */
  readonly result: "over" | "requested"
}

type Services = CallLedger | VoiceProvider | ProviderAccount | CarrierAccount

/**
 * Ends a live call through the carrier's account, whether it waits, rings or is talked in. What became of it meanwhile
 * is learnt first, and a call whose telephone call is not known yet is looked for. `HangUpUnavailable` says why a call
 * cannot be ended from here; it then goes on. Never dials.
 */
export const hangUp = Effect.fn("hangUp")(function* (
  id: string
): Effect.fn.Return<HungUp, CallNotFound | HangUpUnavailable | ProviderError | LedgerError, Services> {
  const ledger = yield* CallLedger
  const recorded = yield* ledger.find(id)
  if (isLineDown(recorded)) return { call: recorded, result: "over" }
  if (recorded.status === "planned") return yield* unavailable(recorded, "not-dialled")
  if (!isSameAccount(recorded, yield* VoiceProvider)) return yield* unavailable(recorded, "other-account")
  const call = yield* latest(recorded)
  if (isLineDown(call)) return { call, result: "over" }
  yield* endThroughCarrier(call)
  const after = yield* latest(call)
  return { call: after, result: isLineDown(after) ? "over" : "requested" }
})

const endThroughCarrier = Effect.fnUntraced(function* (call: Call) {
  if (!(yield* isCarriedByTwilio(call))) return yield* unavailable(call, "other-carrier")
  const carrier = yield* CarrierAccount
  if (!carrier.available) return yield* unavailable(call, "no-credentials", carrier.missing)
  if (call.callSid === null) return yield* unavailable(call, "no-call-sid")
  return yield* carrier.end(call.callSid)
})

const isLineDown = (call: Call): boolean => isFinal(call) || call.endedAt !== null

/** The call with the provider's news. They may be late: where it is known what to end, that is done without them. */
const latest = (call: Call) =>
  refreshCall(call).pipe(
    Effect.flatMap((read) =>
      read.status === "dialing" ? Effect.map(lookUpCall(read), (found) => found.call) : Effect.succeed(read)
    ),
    Effect.catchTag("CallNotFound", () => Effect.succeed(call)),
    Effect.catchTag("ProviderError", (error) => (call.callSid === null ? Effect.fail(error) : Effect.succeed(call)))
  )

/** By the carrier of the caller id; where the provider does not tell, by the form of the call's sid. */
const isCarriedByTwilio = Effect.fnUntraced(function* (call: Call) {
  const { callerNumber } = yield* ProviderAccount
  const caller = yield* Effect.orElseSucceed(callerNumber(call.phoneNumberId), () => null)
  return caller?.type === "known" && caller.value.carrier !== null
    ? caller.value.carrier === "twilio"
    : call.callSid === null || /^CA[0-9a-f]{32}$/i.test(call.callSid)
})

const unavailable = (
  { callSid, id, status }: Call,
  reason: HangUpUnavailable["reason"],
  missing: string | null = null
): Effect.Effect<never, HangUpUnavailable> =>
  Effect.fail(new HangUpUnavailable({ callId: id, callSid, status, reason, missing }))
