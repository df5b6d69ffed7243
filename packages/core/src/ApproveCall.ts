import { Clock, DateTime, Effect, Fiber } from "effect"
import { approverName, type Approver } from "./Approver.ts"
import { type Call, identityKey } from "./Call.ts"
import {
  type ApprovalClosed,
  ApprovalUnproved,
  type CallNotFound,
  CallRefused,
  type InvalidRequest,
  LedgerError,
  type ProviderError
} from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import { canonicalRequest } from "./CallRequest.ts"
import { CallSettings } from "./CallSettings.ts"
import { Dialer } from "./Dialer.ts"
import { gatherFacts } from "./GatherFacts.ts"
import { maxDurationOf } from "./MaxDurationOf.ts"
import { closed, openApproval, type WaitingCall } from "./OpenApproval.ts"
import { longestTurnMillis } from "./PlaceCall.ts"
import { refused, turnOf } from "./policy/PolicyRefusal.ts"
import type { PolicyEvaluation } from "./policy/EvaluatePolicy.ts"
import { prepareCall, type PreparedCall } from "./PrepareCall.ts"
import { asService, CurrentPrincipal } from "./Principal.ts"
import { ProviderAccount } from "./ProviderAccount.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

/**
 * A person's yes to a call that waits: it is dialled, once, exactly as it was placed, if the whole policy allows it now.
 * The call is given as `placeCall` gives it. A yes is good for one dial: whoever comes second, from whatever process, gets
 * `ApprovalClosed`, as does who comes too late.
 *
 * `CallRefused` means that the policy says no by now; the call is then `refused` for ever, unless it was only not its turn.
 * `ApprovalUnproved`, `InvalidRequest` and `ProviderError` mean that nothing was dialled and that it still waits.
 * `LedgerError` says itself whether a phone may have rung. Interrupting the caller does not stop a dial that has begun.
 */
export const approveCall = Effect.fn("approveCall")(function* (
  id: string,
  approver: Approver
): Effect.fn.Return<
  Call,
  CallNotFound | ApprovalClosed | ApprovalUnproved | InvalidRequest | CallRefused | ProviderError | LedgerError,
  CallSettings | ProviderAccount | CallLedger | Dialer | VoiceProvider
> {
  const waiting = yield* openApproval(id)
  const { call } = waiting
  if (approver.numberEndsIn !== undefined && !endsIn(call, approver.numberEndsIn)) {
    return yield* unproved(call, "wrong-digits")
  }
  if (yield* isOwnCall(waiting, approver)) return yield* unproved(call, "own-call")
  const provider = yield* VoiceProvider
  if (identityKey(provider.identity(call.phoneNumberId)) !== identityKey(call.identity)) {
    return yield* unproved(call, "other-account")
  }
  const prepared = yield* prepareCall(waiting.waiting.request)
  const start = yield* Clock.currentTimeMillis
  while (true) {
    const attempt = yield* approveAndDial(waiting, prepared, approver)
    if (attempt.type === "dialled") return attempt.call
    const turn = turnOf(attempt.evaluation)
    if (turn === null || turn - start > longestTurnMillis) return yield* refusalOf(call, attempt.evaluation)
    yield* Effect.sleep(Math.max(1, turn - (yield* Clock.currentTimeMillis)))
  }
})

/** Whoever holds one key is one: only where a person was asked through it does it approve what it placed. */
const isOwnCall = Effect.fnUntraced(function* ({ waiting: { keyLine } }: WaitingCall, { via }: Approver) {
  const key = (yield* CurrentPrincipal)?.key ?? null
  return key !== null && key.line === keyLine && via !== "elicitation"
})

const endsIn = ({ to }: Call, digits: string): boolean => /^\d{4}$/.test(digits) && to !== null && to.endsWith(digits)

const unproved = ({ id }: Call, reason: ApprovalUnproved["reason"]) => new ApprovalUnproved({ callId: id, reason })

const refusalOf = ({ id }: Call, evaluation: PolicyEvaluation) => {
  const { code, nextStep, notBefore, reason, verdicts } = refused(evaluation)
  return new CallRefused({
    code,
    reason,
    nextStep,
    callId: id,
    ...(verdicts === undefined ? {} : { verdicts }),
    ...(notBefore === undefined ? {} : { notBefore })
  })
}

type Attempt =
  | { readonly type: "dialled"; readonly call: Call }
  | { readonly type: "in-turn"; readonly evaluation: PolicyEvaluation }

/** From the yes to the fork of the dial nothing can interrupt; waiting for its answer can be. */
const approveAndDial = (
  { call, waiting }: WaitingCall,
  { agent, caller, request, warnings }: PreparedCall,
  approver: Approver
) =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const ledger = yield* CallLedger
      const dialer = yield* Dialer
      const account = yield* ProviderAccount
      const settings = { ...(yield* CallSettings), profile: waiting.profile }
      const order = yield* asService(gatherFacts({ agent, caller, request, warnings })).pipe(
        Effect.provideService(CallSettings, settings)
      )
      if (order.facts.maxDurationSeconds > waiting.maxDurationSeconds) return yield* unproved(call, "other-request")
      const longest = maxDurationOf(request, agent, order.profile)
      const theirs = yield* account.now
      const outcome = yield* ledger.approve({
        id: call.id,
        canonicalRequest: canonicalRequest(request),
        by: yield* approverName(approver),
        via: approver.via,
        order,
        at: yield* DateTime.now,
        claimedAt: theirs === null ? null : DateTime.makeUnsafe(theirs)
      })
      switch (outcome.type) {
        case "in-turn":
          return outcome satisfies Attempt as Attempt
        case "closed":
          return yield* closed(outcome.call)
        case "altered":
          return yield* unproved(outcome.call, "other-request")
        case "refused":
          return yield* refusalOf(outcome.call, outcome.evaluation)
        case "claimed": {
          const { id, userId } = outcome.call
          const dialling = yield* dialer.dial(outcome, {
            callId: id,
            userId,
            request: longest === null ? request : { ...request, maxDurationSeconds: longest },
            carrier: caller.carrier
          })
          const dialled = yield* restore(Fiber.join(dialling)).pipe(Effect.catchTag("CallNotFound", lostRecord))
          return { type: "dialled", call: dialled } satisfies Attempt as Attempt
        }
      }
    })
  )

const lostRecord = (cause: CallNotFound) =>
  Effect.fail(new LedgerError({ operation: "record the answer", phoneMayHaveRung: true, cause }))
