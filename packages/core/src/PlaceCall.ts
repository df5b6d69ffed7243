import { Clock, DateTime, Effect, Fiber } from "effect"
import type { Call } from "./Call.ts"
import {
  CallRefused,
  type CallNotFound,
  type IdempotencyMismatch,
  type InvalidRequest,
  LedgerError,
  type ProviderError
} from "./CallErrors.ts"
import { newCallId } from "./CallIds.ts"
import { claimedCall } from "./ClaimedCall.ts"
import { CallLedger, type IdempotencyKey } from "./CallLedger.ts"
import { type CallRequest, canonicalRequest } from "./CallRequest.ts"
import { CallSettings } from "./CallSettings.ts"
import { Dialer } from "./Dialer.ts"
import { gatherFacts } from "./GatherFacts.ts"
import { maxDurationOf } from "./MaxDurationOf.ts"
import { refused, turnOf } from "./policy/PolicyRefusal.ts"
import type { PolicyEvaluation } from "./policy/EvaluatePolicy.ts"
import { passTime } from "./PassTime.ts"
import { maskPhoneNumber, type PhoneNumber } from "./PhoneNumber.ts"
import { prepareCall, type PreparedCall } from "./PrepareCall.ts"
import { asService, CurrentPrincipal, maySee } from "./Principal.ts"
import { ProviderAccount } from "./ProviderAccount.ts"
import { refreshCall } from "./RefreshCall.ts"
import { VoiceProvider } from "./VoiceProvider.ts"
import { approvalMillis } from "./WaitingRequest.ts"

export interface PlaceOptions {
  /**
   * What becomes of a call that only a person's yes is missing for: it is refused, with nothing recorded, or it waits as
   * `planned` until someone approves or denies it, or its time is up.
   */
  readonly withoutApproval?: "refuse" | "wait" | undefined
}

export interface PlacedCall {
  readonly call: Call
  /** True when the key, or the same request shortly before, already had this call: nothing was dialled now. */
  readonly replayed: boolean
  readonly warnings: ReadonlyArray<string>
}

/**
 * Places one call: checks it, claims it on disk, and dials once. Every result of the dial is a state of the returned
 * call: `initiated`, `failed` when the provider said no, `not-placed` when nothing was sent, `unknown` when it may have
 * rung. It is never dialled a second time. Asked to wait for approval it may also be `planned`: nothing is dialled until a
 * person says yes (`approveCall`).
 *
 * Without a key each request is a new call. `InvalidRequest`, `CallRefused`, `IdempotencyMismatch` and `ProviderError`
 * mean that nothing was dialled; `LedgerError` says itself whether a phone may have rung. Interrupting the caller does
 * not stop a dial that has begun.
 */
export const placeCall = Effect.fn("placeCall")(function* (
  request: CallRequest,
  key: IdempotencyKey = { type: "new" },
  options: PlaceOptions = {}
): Effect.fn.Return<
  PlacedCall,
  InvalidRequest | CallRefused | IdempotencyMismatch | ProviderError | LedgerError,
  CallSettings | ProviderAccount | CallLedger | Dialer | VoiceProvider
> {
  const prepared = yield* prepareCall(request)
  const first = yield* inTurn(prepared, key, options)
  if (first.type === "placed") return first.placed
  yield* asService(refreshCall(first.call)).pipe(Effect.ignore)
  const second = yield* inTurn(prepared, key, options)
  if (second.type === "placed") return second.placed
  const { to } = prepared.request
  return yield* maySee(yield* CurrentPrincipal, second.call) ? busy(second.call, to) : busyElsewhere(to)
})

/** Waits a few seconds where it is only not yet the turn of this dial; every other refusal is final. */
const inTurn = Effect.fnUntraced(function* (prepared: PreparedCall, key: IdempotencyKey, options: PlaceOptions) {
  const patientUntil = (yield* Clock.currentTimeMillis) + longestTurnMillis
  while (true) {
    const attempt = yield* claimAndDial(prepared, key, { ...options, patientUntil })
    if (attempt.type !== "refused") return attempt
    const now = yield* Clock.currentTimeMillis
    const turn = turnOf(attempt.evaluation)
    if (turn === null || turn > patientUntil) return yield* refused(attempt.evaluation)
    yield* Effect.sleep(Math.max(1, turn - now))
  }
})

/** For how long a call that is only not its turn is kept waiting. */
export const longestTurnMillis = 10_000

const busy = ({ id, status }: Call, to: PhoneNumber) =>
  new CallRefused({
    code: "number-busy",
    reason: `The call ${id} to ${maskPhoneNumber(to)} is still ${status}; one number has one live call.`,
    nextStep:
      status === "planned"
        ? `A person decides about it first: \`outbound approve ${id}\`, or \`outbound deny ${id}\`.`
        : `Wait for it (\`outbound watch ${id}\`)${status === "unknown" ? `, or settle it (\`outbound recover ${id}\`)` : ""}.`,
    callId: id
  })

/** The number is busy with a call that whoever asks may not see: it is named by nothing. */
export const busyElsewhere = (to: PhoneNumber): CallRefused =>
  new CallRefused({
    code: "number-busy",
    reason: `A call of another owner to ${maskPhoneNumber(to)} is live; one number has one live call.`,
    nextStep: "Try again when it is over.",
    callId: null
  })

type Attempt =
  | { readonly type: "placed"; readonly placed: PlacedCall }
  | { readonly type: "busy"; readonly call: Call }
  | { readonly type: "refused"; readonly evaluation: PolicyEvaluation }

/** From the claim to the fork of the dial nothing can interrupt; waiting for its answer can be. */
const claimAndDial = (
  prepared: PreparedCall,
  key: IdempotencyKey,
  { patientUntil, ...options }: PlaceOptions & { readonly patientUntil: number }
) =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const ledger = yield* CallLedger
      const dialer = yield* Dialer
      const { caller, request, warnings } = prepared
      const order = { ...(yield* gatherFacts(prepared)), ...(yield* wishOf(prepared, options)), patientUntil }
      const longest = maxDurationOf(request, prepared.agent, order.profile)
      const claim = yield* ledger.claim(yield* newCall(prepared), canonicalRequest(request), key, order)
      if (claim.type === "busy" || claim.type === "refused") return claim satisfies Attempt as Attempt
      if (claim.type === "replay") return placed({ call: yield* upToDate(claim.call), replayed: true, warnings })
      if (claim.type === "planned") return placed({ call: claim.call, replayed: false, warnings })
      const dialling = yield* dialer.dial(claim, {
        callId: claim.call.id,
        userId: claim.call.userId,
        // What the profile adds is no part of the request: the same key finds the call by any profile.
        request: longest === null ? request : { ...request, maxDurationSeconds: longest },
        carrier: caller.carrier
      })
      const call = yield* restore(Fiber.join(dialling)).pipe(Effect.catchTag("CallNotFound", lostRecord))
      return placed({ call, replayed: false, warnings })
    })
  )

/** A yes that comes too late is told so by whoever repeats the request, too. */
const upToDate = (call: Call) => passTime(call).pipe(Effect.catchTag("CallNotFound", () => Effect.succeed(call)))

/** What a call keeps while it waits, when it may. */
const wishOf = Effect.fnUntraced(function* ({ agent, request }: PreparedCall, { withoutApproval }: PlaceOptions) {
  if (withoutApproval !== "wait") return {}
  const { approvalMillis: withinMillis = approvalMillis } = yield* CallSettings
  const keyLine = (yield* CurrentPrincipal)?.key?.line ?? null
  return { waits: { request, agentName: agent?.name ?? null, keyLine, withinMillis } }
})

const placed = (value: PlacedCall): Attempt => ({ type: "placed", placed: value })

const lostRecord = (cause: CallNotFound) =>
  Effect.fail(new LedgerError({ operation: "record the answer", phoneMayHaveRung: true, cause }))

/**
 * When the dial can no longer be on its way: it was written within 5 s of the claim, may wait 180 s in the provider's
 * queue (its default), rings, and shows up a minute later at the latest; two minutes at least.
 */
const horizonOf = ({ ringingTimeoutSeconds = 60 }: PreparedCall["request"]): number =>
  5_000 + Math.max(120_000, (ringingTimeoutSeconds + 180 + 60) * 1000)

/** The call that a prepared request becomes, should it be claimed now. */
export const newCall = Effect.fnUntraced(function* ({ caller, request }: PreparedCall) {
  const settings = yield* CallSettings
  const provider = yield* VoiceProvider
  const account = yield* ProviderAccount
  const theirs = yield* account.now
  const id = yield* newCallId
  return claimedCall({
    id,
    to: request.to,
    agentId: request.agentId,
    phoneNumberId: request.phoneNumberId,
    callerId: caller.number,
    purpose: request.purpose,
    variables: request.variables,
    owner: (yield* CurrentPrincipal)?.owner ?? settings.owner,
    userId: request.userId ?? id,
    identity: provider.identity(request.phoneNumberId),
    createdAt: yield* DateTime.now,
    claimedAt: theirs === null ? null : DateTime.makeUnsafe(theirs),
    horizonMillis: horizonOf(request)
  })
})
