import { DateTime, Schema } from "effect"
import { Consent } from "../Recipient.ts"
import { callingRules } from "./CallingRules.ts"
import type { PolicyEvaluation } from "./EvaluatePolicy.ts"
import type { PolicyOrder } from "./PolicyOrder.ts"
import { Decision, RuleId, type Verdict } from "./Verdict.ts"

/** Why a call was allowed, kept with it. It holds no phone number and nothing of what was said. */
export const DialEvidence = Schema.Struct({
  profile: Schema.String.annotate({ description: "The profile by which it was judged" }),
  purpose: Schema.String.annotate({ description: "Why the call was made" }),
  zones: Schema.Array(Schema.String).annotate({ description: "Time zones in which the phone may be" }),
  states: Schema.Array(Schema.String).annotate({ description: "States or provinces in which it may be, ISO 3166-2" }),
  consent: Schema.NullOr(Consent).annotate({ description: "The consent as it was told; null for none" }),
  firstMessageDigest: Schema.NullOr(Schema.String).annotate({
    description: "SHA-256 of the first message that was judged, in hexadecimal; null when it was not known"
  }),
  clockOffsetMillis: Schema.NullOr(Schema.Finite).annotate({
    description: "How far this machine's clock was ahead of the provider's, in milliseconds; null when unknown"
  }),
  /** Left out of evidence that was kept before this was. */
  rulesAsOf: Schema.optionalKey(
    Schema.NullOr(Schema.String).annotate({
      description: "The newest day on which one of the cited rules was looked up; null when none was cited"
    })
  ),
  verdicts: Schema.Array(
    Schema.Struct({
      rule: RuleId,
      decision: Decision,
      rows: Schema.optionalKey(
        Schema.Array(Schema.String).annotate({
          description: "Ids of the cited rules that decided (docs/calling-rules.md)"
        })
      )
    })
  ).annotate({ description: "What every rule of the policy said" })
}).annotate({ identifier: "DialEvidence", description: "Why a call was allowed" })
export interface DialEvidence extends Schema.Schema.Type<typeof DialEvidence> {}

/** The evidence as the ledger keeps it. */
export type WrittenEvidence = typeof DialEvidence.Encoded

/** What is kept of an evaluation; its sentences can be made again. */
export const evidenceOf = (
  { facts, profile }: PolicyOrder,
  { verdicts }: PolicyEvaluation,
  firstMessageDigest: string | null
): WrittenEvidence => ({
  profile: profile.name,
  purpose: facts.purpose,
  zones: facts.zones,
  states: facts.states,
  consent: facts.consent === null ? null : shown(facts.consent),
  firstMessageDigest,
  clockOffsetMillis: facts.clockOffsetMillis,
  rulesAsOf: newest(verdicts),
  verdicts: verdicts.map(({ decision, rows, rule }) => ({ rule, decision, ...(rows.length === 0 ? {} : { rows }) }))
})

const days = new Map(callingRules.map(({ asOf, id }) => [id, asOf]))

const newest = (verdicts: ReadonlyArray<Verdict>): string | null =>
  verdicts
    .flatMap(({ rows }) => rows.flatMap((id) => days.get(id) ?? []))
    .toSorted()
    .at(-1) ?? null

const shown = ({ at, expiresAt, ...rest }: Consent) => ({
  ...rest,
  at: DateTime.formatIso(at),
  ...(expiresAt === undefined ? {} : { expiresAt: DateTime.formatIso(expiresAt) })
})
