import { DateTime } from "effect"
import type { Consent } from "../Recipient.ts"
import { callingRules } from "./CallingRules.ts"
import type { WrittenEvidence } from "./DialEvidence.ts"
import type { PolicyEvaluation } from "./EvaluatePolicy.ts"
import type { PolicyOrder } from "./PolicyOrder.ts"
import type { Verdict } from "./Verdict.ts"

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
