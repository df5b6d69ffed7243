import { DateTime, Effect } from "effect"
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
  verdicts: verdicts.map(({ decision, rows, rule }) =>
    rows.length === 0 ? { rule, decision } : { rule, decision, rows }
  )
})

/** The text that is kept of it. */
export const evidenceText = Effect.fnUntraced(function* (
  order: PolicyOrder,
  evaluation: PolicyEvaluation,
  digest: (text: string) => Effect.Effect<string>
) {
  const { firstMessage } = order.facts
  return JSON.stringify(evidenceOf(order, evaluation, firstMessage === null ? null : yield* digest(firstMessage)))
})

const days = new Map(callingRules.map(({ asOf, id }) => [id, asOf]))

const newest = (verdicts: ReadonlyArray<Verdict>): string | null => {
  let last: string | null = null
  for (const { rows } of verdicts) {
    for (const id of rows) {
      const day = days.get(id)
      if (day !== undefined && (last === null || day > last)) last = day
    }
  }
  return last
}

const shown = ({ at, expiresAt, ...rest }: Consent) => ({
  ...rest,
  at: DateTime.formatIso(at),
  ...(expiresAt === undefined ? {} : { expiresAt: DateTime.formatIso(expiresAt) })
})
