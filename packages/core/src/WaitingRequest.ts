import { Effect, Schema } from "effect"
import { ApiKeyId } from "./ApiKey.ts"
import type { Call } from "./Call.ts"
import type { CallId } from "./CallIds.ts"
import { ResolvedRequest } from "./CallRequest.ts"
import type { Yes } from "./DecideApproval.ts"
import type { DialRight } from "./DialRight.ts"
import type { PolicyEvaluation } from "./policy/EvaluatePolicy.ts"
import type { PolicyOrder } from "./policy/PolicyOrder.ts"
import { PolicyProfile } from "./policy/PolicyProfile.ts"
import { mostDollars } from "./policy/Rates.ts"

/** What is kept of a call while it waits for a person: all that is dialled when they say yes, and what they are shown. */
export const WaitingRequest = Schema.Struct({
  request: ResolvedRequest,
  /** The profile by which it was judged when it was placed; it is judged by the same when it is approved. */
  profile: PolicyProfile,
  agentName: Schema.NullOr(Schema.String),
  /** ISO 3166-1 code of the number's country. */
  region: Schema.NullOr(Schema.String),
  /** Zones in which the phone may be. */
  zones: Schema.Array(Schema.String),
  maxDurationSeconds: Schema.Int,
  /** What the call is taken to cost at most, in dollars; null where no price of a minute is known. */
  maxCostDollars: Schema.NullOr(Schema.Finite),
  /** The line of the key that placed it; null where none did. */
  keyLine: Schema.NullOr(ApiKeyId).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null)))
})
export interface WaitingRequest extends Schema.Schema.Type<typeof WaitingRequest> {}

/** What is kept of a call that is claimed to wait. */
export const waitingRequest = (
  { facts, profile }: PolicyOrder,
  { agentName, keyLine, request }: Pick<WaitingRequest, "agentName" | "keyLine" | "request">
): WaitingRequest => ({
  request,
  keyLine,
  profile,
  agentName,
  region: facts.region,
  zones: facts.zones,
  maxDurationSeconds: facts.maxDurationSeconds,
  maxCostDollars: mostDollars(facts)
})

const Text = Schema.fromJsonString(WaitingRequest)

/** The text in which it is stored. */
export const encodeWaiting = Schema.encodeEffect(Text)

/** Reads it. What another version wrote may not be readable by this one: then the call cannot be approved any more. */
export const decodeWaiting = (text: string): Effect.Effect<WaitingRequest, Schema.SchemaError> =>
  Schema.decodeUnknownEffect(Text)(text)

/** A person's yes for the ledger. */
export interface ApprovalOrder extends Yes {
  readonly id: CallId
  /** Of the request that is going to be dialled. */
  readonly canonicalRequest: string
  /** By which way the person said it: kept in the audit log. */
  readonly via: string
  readonly order: PolicyOrder
}

/** What a person's yes came to. Only `claimed` gives the right to dial. */
export type ApprovalOutcome =
  | DialRight
  /** The policy says no by now; the call is over. */
  | { readonly type: "refused"; readonly call: Call; readonly evaluation: PolicyEvaluation }
  /** It is only not its turn to be dialled; the call still waits, and the same may be asked again. */
  | { readonly type: "in-turn"; readonly evaluation: PolicyEvaluation }
  /** It does not wait any more, or never did. */
  | { readonly type: "closed"; readonly call: Call }
  /** Its request is not the one that was placed. Nothing was changed. */
  | { readonly type: "altered"; readonly call: Call }

/** When a call stops waiting, unless told otherwise. */
export const approvalMillis = 600_000
