import { Clock, DateTime, Effect } from "effect"
import { ageMillis, type Attention, type Call, isFinal } from "./Call.ts"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import type { ConversationId } from "./CallIds.ts"
import { CallLedger } from "./CallLedger.ts"
import type { CarrierAccount } from "./CarrierAccount.ts"
import { carrierWitness } from "./CarrierWitness.ts"
import { endWhenAsked } from "./EndCall.ts"
import { type LookUp, lookUpCall } from "./LookUpCall.ts"
import type { ProviderAccount } from "./ProviderAccount.ts"
import { passTime } from "./PassTime.ts"
import { readCall } from "./ReadCall.ts"
import { isSameAccount, mayBeDialling } from "./RefreshCall.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

export interface Recovery {
  readonly call: Call
  /**
   * `settled`: there was nothing to settle. `found`: its conversation is known and was read. `nothing`: no trace so far,
   * which proves nothing yet. `undecided`: a trace that cannot be told apart. `not-placed`: proved by both witnesses.
   * `dialing`: its dial may still be under way. `other-account`: it went through an account that is not configured now.
   */
  readonly result: LookUp["result"] | "settled" | "not-placed" | "dialing" | "other-account"
}

type Failure = CallNotFound | ProviderError | LedgerError
type Witnesses = CallLedger | VoiceProvider | CarrierAccount

/**
 * Tries once to settle a call. What the provider has of it is read; a call of unknown fate is looked for at the
 * provider and at the carrier. Absence is concluded only beyond the call's horizon, when both showed no trace twice.
 * What cannot be settled so is marked for a person. A call that was asked to end is
 * ended as soon as it is known which it is. Never dials.
 */
export const recoverCall = Effect.fn("recoverCall")(function* (
  id: string
): Effect.fn.Return<Recovery, Failure, Witnesses | ProviderAccount> {
  const ledger = yield* CallLedger
  return yield* settleCall(id).pipe(
    Effect.tap(({ call }) => endWhenAsked(call)),
    Effect.tapError(() => Effect.flatMap(ledger.find(id), endWhenAsked).pipe(Effect.ignore))
  )
})

const settleCall = Effect.fnUntraced(function* (id: string): Effect.fn.Return<Recovery, Failure, Witnesses> {
  const ledger = yield* CallLedger
  const provider = yield* VoiceProvider
  const call = yield* ledger.find(id)
  if (call.forgottenAt !== null || (isFinal(call) && call.status !== "not-placed")) return { call, result: "settled" }
  if (call.status === "planned") return { call: yield* passTime(call), result: "settled" }
  if (!isSameAccount(call, provider)) return { call, result: "other-account" }
  if (call.status === "not-placed") return yield* lookAgain(call)
  if (call.conversationId !== null) return yield* readKnown(call, call.conversationId)
  if (call.status === "dialing" && !mayBeDialling(call, yield* Clock.currentTimeMillis)) {
    return yield* lookFor(yield* ledger.record(call.id, { type: "silence" }))
  }
  return yield* lookFor(call)
})

/** Evidence of a ring that comes late wins, but only who looks can find it. */
const lookAgain = Effect.fnUntraced(function* (call: Call) {
  const looked = yield* lookUpCall(call)
  return looked.result === "found" ? looked : ({ call, result: "settled" } satisfies Recovery)
})

const lookFor = Effect.fnUntraced(function* (call: Call): Effect.fn.Return<Recovery, Failure, Witnesses> {
  const looked = yield* lookUpCall(call)
  if (looked.result === "found") return looked
  const { seenAt } = looked
  const isBeyond = (yield* ageOf(call, seenAt)) > call.horizonMillis
  if (call.status === "dialing") return { ...looked, result: "dialing" }
  const isLimited = call.problem?.code === "rate-limited"
  if (looked.result === "undecided") {
    return isBeyond
      ? yield* mark(call, "undecided", "undecided", "The provider shows a conversation that may be this call's.")
      : looked
  }
  if (!isBeyond && !isLimited) return looked
  const ledger = yield* CallLedger
  if (isLimited) {
    const testimony = yield* carrierWitness(call)
    if (testimony.type === "trace") return yield* askCarrier(call, seenAt)
  }
  const after = yield* ledger.record(call.id, { type: "absence", witness: "provider", seenAt })
  return isLimited ? verdictOf(after) : yield* askCarrier(after, seenAt)
})

/** By the provider's clock, where it told the time at the claim and now: ours may have been set since. */
const ageOf = Effect.fnUntraced(function* (call: Call, seenAt: DateTime.Utc | null) {
  return call.claimedAt === null || seenAt === null
    ? ageMillis(call, yield* Clock.currentTimeMillis)
    : DateTime.toEpochMillis(seenAt) - DateTime.toEpochMillis(call.claimedAt)
})

const askCarrier = Effect.fnUntraced(function* (
  call: Call,
  seenAt: DateTime.Utc | null
): Effect.fn.Return<Recovery, Failure, Witnesses> {
  const testimony = yield* carrierWitness(call)
  switch (testimony.type) {
    case "no-witness":
      return yield* mark(
        call,
        "nothing",
        "no-second-witness",
        `The provider shows no trace of it, and Twilio could not be asked. ${testimony.reason}`
      )
    case "trace":
      return yield* mark(
        call,
        "undecided",
        "undecided",
        `Twilio shows telephone calls that may be its own: ${testimony.sids.join(", ")}.`
      )
    case "nothing": {
      const ledger = yield* CallLedger
      return verdictOf(yield* ledger.record(call.id, { type: "absence", witness: "carrier", seenAt }))
    }
  }
})

const verdictOf = (call: Call): Recovery => ({ call, result: call.status === "not-placed" ? "not-placed" : "nothing" })

const mark = Effect.fnUntraced(function* (
  call: Call,
  result: Recovery["result"],
  code: Attention["code"],
  message: string
) {
  const ledger = yield* CallLedger
  return { call: yield* ledger.record(call.id, { type: "attention", code, message }), result } satisfies Recovery
})

const readKnown = Effect.fnUntraced(function* (call: Call, id: ConversationId) {
  const read = yield* readCall(call, id)
  return { call: read.call, result: read.conversation === null ? "nothing" : "found" } satisfies Recovery
})
