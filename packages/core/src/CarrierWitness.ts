import { DateTime, Effect } from "effect"
import { type Call, identityKey, isNumbered, type NumberedCall } from "./Call.ts"
import type { LedgerError, ProviderError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import { CarrierAccount } from "./CarrierAccount.ts"

/** What the carrier's list of calls says of a call whose dial had no clear answer. */
export type Testimony =
  | { readonly type: "nothing" }
  /** Telephone calls that no other call of ours explains: never taken for absence. */
  | { readonly type: "trace"; readonly sids: ReadonlyArray<string> }
  | { readonly type: "no-witness"; readonly reason: string }

/**
 * Asks the account that owns the caller id for every call between the two numbers since an hour before the claim, which
 * no clock of ours is wrong by, whether or not it has started: a call in the carrier's queue has no start yet. Calls that
 * are known to be other calls of ours are set aside. Rings nobody.
 */
export const carrierWitness = Effect.fn("carrierWitness")(function* (
  call: Call
): Effect.fn.Return<Testimony, ProviderError | LedgerError, CarrierAccount | CallLedger> {
  const account = yield* CarrierAccount
  if (!account.available) return { type: "no-witness", reason: `Set ${account.missing}.` }
  if (call.callerId === null) return { type: "no-witness", reason: "The caller id of the call is not known." }
  if (!isNumbered(call)) return { type: "no-witness", reason: "The number of the call was forgotten." }
  if (!(yield* account.owns(call.callerId))) {
    return { type: "no-witness", reason: `The Twilio account ${account.account} does not own the caller id.` }
  }
  const since = DateTime.subtract(call.createdAt, { hours: 1 })
  const seen = yield* account.calls({ to: call.to, from: call.callerId, since })
  const others = yield* sidsOfOthers(call)
  const sids = seen.map(({ sid }) => sid).filter((sid) => !others.has(sid))
  return sids.length === 0 ? { type: "nothing" } : { type: "trace", sids }
})

const sidsOfOthers = Effect.fnUntraced(function* (call: NumberedCall) {
  const ledger = yield* CallLedger
  const { calls } = yield* ledger.list({ to: call.to, limit: 100 })
  return new Set(
    calls
      .filter((other) => other.id !== call.id && identityKey(other.identity) === identityKey(call.identity))
      .flatMap(({ callSid }) => (callSid === null ? [] : [callSid]))
  )
})
