import { DateTime } from "effect"
import type { Consent } from "../Recipient.ts"
import type { PolicyEvaluation } from "./EvaluatePolicy.ts"
import type { PolicyOrder } from "./PolicyOrder.ts"
import type { Decision, RuleId } from "./Verdict.ts"

/** Why a call was allowed, kept with it. */
export interface DialEvidence {
  readonly profile: string
  readonly purpose: string
  readonly zones: ReadonlyArray<string>
  readonly states: ReadonlyArray<string>
  readonly consent: (Omit<Consent, "at" | "expiresAt"> & { readonly at: string; readonly expiresAt?: string }) | null
  /** SHA-256 of the first message that was judged, in hexadecimal; null when it was not known. */
  readonly firstMessageDigest: string | null
  readonly clockOffsetMillis: number | null
  readonly verdicts: ReadonlyArray<{
    readonly rule: RuleId
    readonly decision: Decision
    readonly rows?: ReadonlyArray<string>
  }>
}

/** What is kept of an evaluation; its sentences can be made again. */
export const evidenceOf = (
  { facts, profile }: PolicyOrder,
  { verdicts }: PolicyEvaluation,
  firstMessageDigest: string | null
): DialEvidence => ({
  profile: profile.name,
  purpose: facts.purpose,
  zones: facts.zones,
  states: facts.states,
  consent: facts.consent === null ? null : shown(facts.consent),
  firstMessageDigest,
  clockOffsetMillis: facts.clockOffsetMillis,
  verdicts: verdicts.map(({ decision, rows, rule }) => ({ rule, decision, ...(rows.length === 0 ? {} : { rows }) }))
})

const shown = ({ at, expiresAt, ...rest }: Consent) => ({
  ...rest,
  at: DateTime.formatIso(at),
  ...(expiresAt === undefined ? {} : { expiresAt: DateTime.formatIso(expiresAt) })
})
