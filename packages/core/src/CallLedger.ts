import { Context, DateTime, type Effect, Schema, type Stream } from "effect"
import type { News } from "./AdvanceCall.ts"
import { type Call, CallStatus, identityKey, type NumberedCall, retrySafe } from "./Call.ts"
import type { CallNotFound, CallRefused, IdempotencyMismatch, LedgerError } from "./CallErrors.ts"
import type { DialRight } from "./DialRight.ts"
import type { FeedEntry, StoredEvent, UnreadableEntry } from "./CallEvent.ts"
import type { CallId } from "./CallIds.ts"
import type { LiveCall } from "./LiveCall.ts"
import type { ApprovalOutcome, ApprovalOrder, WaitingRequest } from "./WaitingRequest.ts"
import type { DayTaken } from "./policy/DayTaken.ts"
import type { PolicyEvaluation } from "./policy/EvaluatePolicy.ts"
import type { PolicyOrder } from "./policy/PolicyOrder.ts"

/** Which earlier call, if any, a request repeats. */
export type IdempotencyKey =
  /**
   * The caller's own key, unique for its owner for ever. With `sameRequestWithinMillis` a key that is new takes the call
   * of the same request within the span for its own, for ever, when there is one.
   */
  | { readonly type: "given"; readonly key: string; readonly sameRequestWithinMillis?: number | undefined }
  /** The same request of the same owner within the span is the same call. */
  | { readonly type: "same-request"; readonly withinMillis: number }
  /** Always a new call. */
  | { readonly type: "new" }
  /** A call brought back from the provider's record: which key it had is not known any more. */
  | { readonly type: "restored" }

/** The key under which a new call is stored; calls without a key of their own use their id. */
export const storedKey = (call: Call, key: IdempotencyKey): string => {
  switch (key.type) {
    case "given":
      return `given:${key.key}`
    case "restored":
      return `${restoredKeys}${call.id}`
    default:
      return call.id
  }
}

/** How the stored keys of restored calls begin. */
export const restoredKeys = "restored:"

/**
 * Whether a call under a key that is not known repeats a call whose key was lost: the same agent, caller and variables to
 * the same number, within a day. Whoever really wants a second call says so with a request that differs.
 */
export const isLostRepeat = (restored: Call, call: Call): boolean =>
  restored.to === call.to &&
  restored.agentId === call.agentId &&
  identityKey(restored.identity) === identityKey(call.identity) &&
  sameVariables(restored.variables, call.variables) &&
  Math.abs(DateTime.toEpochMillis(call.createdAt) - DateTime.toEpochMillis(restored.createdAt)) < lostKeyMillis

/** How long a call whose key was lost stands against one with the same wish. */
export const lostKeyMillis = 86_400_000

const sameVariables = (a: Call["variables"], b: Call["variables"]): boolean => {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => String(a[name]) === String(b[name]))
}

/**
 * Whether an earlier call is the one that a key repeats. The same request is no repetition of a call that is proved not
 * to have rung: what was in its way may be mended, and asking again rings nobody twice. A given key is kept for ever.
 */
export const isRepeat = (earlier: Call, key: IdempotencyKey): boolean => key.type === "given" || !retrySafe(earlier)

/** The span in which the same request is the same call, for a key that asks for it; null for one that does not. */
export const sameRequestSpan = (key: IdempotencyKey): number | null => {
  switch (key.type) {
    case "given":
      return key.sameRequestWithinMillis ?? null
    case "same-request":
      return key.withinMillis
    case "new":
    case "restored":
      return null
  }
}

/** What a claim came to. Only `claimed` gives the right to dial. */
export type Claim =
  | DialRight
  /** Only a person's yes is missing: recorded, and it waits for that. */
  | { readonly type: "planned"; readonly call: Call }
  | { readonly type: "replay"; readonly call: Call }
  /** Another call to the same number through the same account is live. */
  | { readonly type: "busy"; readonly call: Call }
  /** The policy said no, in the transaction of the claim. Nothing of the call was recorded. */
  | { readonly type: "refused"; readonly evaluation: PolicyEvaluation }

/** A claimed call as it stands, and whether its number is on the do-not-call list, in whatever form. */
export interface LastLook {
  readonly call: Call
  readonly isSuppressed: boolean
  /** By the same clock as the `ledgerAt` of the right to dial. */
  readonly ledgerAt: number | null
}

/** Which calls to list, newest first. */
export const CallQuery = Schema.Struct({
  status: Schema.optionalKey(Schema.Array(CallStatus)),
  to: Schema.optionalKey(Schema.String),
  owner: Schema.optionalKey(Schema.String),
  live: Schema.optionalKey(Schema.Boolean),
  createdAfter: Schema.optionalKey(Schema.DateTimeUtcFromString),
  createdBefore: Schema.optionalKey(Schema.DateTimeUtcFromString),
  limit: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 }))),
  cursor: Schema.optionalKey(Schema.String)
})
export type CallQuery = typeof CallQuery.Type

/** A page of calls; `nextCursor` is null on the last one. */
export interface CallPage {
  readonly calls: ReadonlyArray<Call>
  readonly nextCursor: string | null
}

/**
 * The durable record of every call, opened before dialling.
 *
 * `claim` decides in one transaction, and has returned only when the record is on disk: one key gives one call, one
 * number has one live call per account, the principal's key keeps to its limits (`CallRefused`), and the policy allows
 * the call as the ledger stands. Without an order the policy is not asked: for a call that was dialled already and is
 * brought back. A failed claim, also one whose commit was not confirmed, must not be dialled. `record` applies news by `advance` and appends its
 * events; it may be repeated freely. What is read is what the `CurrentPrincipal` may see.
 */
export class CallLedger extends Context.Service<
  CallLedger,
  {
    readonly claim: (
      call: NumberedCall,
      canonicalRequest: string,
      key: IdempotencyKey,
      order: PolicyOrder | null
    ) => Effect.Effect<Claim, CallRefused | IdempotencyMismatch | LedgerError>
    /** What is kept of a call while it waits for a person; null for one that does not wait. */
    readonly waiting: (id: CallId) => Effect.Effect<WaitingRequest | null, CallNotFound | LedgerError>
    /**
     * A person's yes, in one transaction: the call still waits, its request is the one that was placed, and the policy
     * allows it as the ledger stands now. Of several only one is `claimed`, once; that one dials.
     */
    readonly approve: (order: ApprovalOrder) => Effect.Effect<ApprovalOutcome, CallNotFound | LedgerError>
    /** What the policy would say of a call that is claimed now. Records nothing. */
    readonly judge: (call: NumberedCall, order: PolicyOrder) => Effect.Effect<PolicyEvaluation, LedgerError>
    /** What the calls of an account took of the money of the 24 hours before an instant, in epoch milliseconds. */
    readonly takenInDay: (account: string, now: number) => Effect.Effect<DayTaken, LedgerError>
    readonly record: (id: CallId, news: News) => Effect.Effect<Call, CallNotFound | LedgerError>
    /** What the gate sees before the first byte of a dial: both at one moment, and all that was committed before it. */
    readonly lastLook: (call: NumberedCall) => Effect.Effect<LastLook, CallNotFound | LedgerError>
    /** By call id or conversation id. */
    readonly find: (id: string) => Effect.Effect<Call, CallNotFound | LedgerError>
    readonly list: (query: CallQuery) => Effect.Effect<CallPage, LedgerError>
    /**
     * The live calls whose conversation is known, at most `limit` of them after a given one, by id and so the oldest
     * first. Who may not see every owner's calls is shown none.
     */
    readonly liveCalls: (after: CallId | null, limit: number) => Effect.Effect<ReadonlyArray<LiveCall>, LedgerError>
    readonly events: (id: CallId, afterSeq: number) => Effect.Effect<ReadonlyArray<StoredEvent>, LedgerError>
    /**
     * The events of all calls in the order in which they were committed: at most `limit` after a position, or the
     * newest `limit` when it is null. An event that is committed later never has an earlier position. One whose call
     * cannot be read holds up no other.
     */
    readonly feed: (
      after: number | null,
      limit: number
    ) => Effect.Effect<ReadonlyArray<FeedEntry | UnreadableEntry>, LedgerError>
    /** Up to which position events may be missing, since what their calls held was forgotten; 0 when none is. */
    readonly feedStart: Effect.Effect<number, LedgerError>
    /** Tells that this process appended events, once for several at times. */
    readonly appended: Stream.Stream<void>
    /** Fails with what stands now against every claim. Writes, so that a full or read-only disk is found. */
    readonly ready: Effect.Effect<void, LedgerError>
  }
>()("@outbound-call/core/CallLedger") {}
