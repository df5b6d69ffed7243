import { DateTime, Result } from "effect"
import { callRate, liveCalls, minutes, pace, spend } from "./AmountRules.ts"
import { afterTranscript, approval, sameNumberAgain } from "./ApprovalRules.ts"
import { attempts, coolDown } from "./AttemptRules.ts"
import type { CallingRule } from "./CallingRule.ts"
import { callingWindow } from "./CallingWindow.ts"
import { clock } from "./ClockRule.ts"
import type { DialFacts, DialHistory } from "./DialFacts.ts"
import { breaker, fanOut } from "./FraudRules.ts"
import { country, crisisNumber, numberList, numberType, suppression } from "./NumberRules.ts"
import type { PolicyProfile } from "./PolicyProfile.ts"
import { type PolicyRule, type Question, refuse } from "./PolicyRule.ts"
import { consent, disclosure, purpose, ringingTimeout } from "./PurposeRules.ts"
import { rulesFor } from "./RulesFor.ts"
import type { Decision, RuleId, Verdict } from "./Verdict.ts"

/** What the policy says of a call: every rule's verdict, and what follows from them. */
export interface PolicyEvaluation {
  readonly decision: Decision
  readonly verdicts: ReadonlyArray<Verdict>
  /** Those that stand against the call; in simulation fewer than those that do not allow it. */
  readonly refusing: ReadonlyArray<Verdict>
  /** The first instant at which every rule would allow the call, as things stand; null when time does not help. */
  readonly notBefore: DateTime.Utc | null
  /** Why dialling has to stop until a person allows it again; null when it goes on. */
  readonly trips: string | null
}

const rules: ReadonlyArray<PolicyRule> = [
  crisisNumber,
  numberType,
  country,
  numberList,
  suppression,
  purpose,
  consent,
  disclosure,
  ringingTimeout,
  callingWindow,
  attempts,
  coolDown,
  breaker,
  fanOut,
  liveCalls,
  pace,
  callRate,
  minutes,
  spend,
  clock,
  approval,
  afterTranscript,
  sameNumberAgain
]

/** The rules that refuse in simulation too; there the others are judged and told, and refuse nothing. */
const numberRules: ReadonlySet<RuleId> = new Set(["emergency-number", "crisis-number", "number-type"])

/**
 * Judges one call by every rule. Pure: the same facts, history, instant (epoch milliseconds) and profile give the same
 * verdicts. A rule that breaks refuses.
 */
export const evaluatePolicy = (
  facts: DialFacts,
  history: DialHistory,
  profile: PolicyProfile,
  now: number
): PolicyEvaluation => {
  const question = { facts, history, profile, now, rows: rowsFor(facts, profile, now) }
  const verdicts = rules.map((rule) => judged(rule, question))
  const refusing = verdicts.filter((verdict) => stands(verdict, facts))
  const decision = strictest(refusing)
  const trip = refusing.find(({ decision: said, rule }) => rule === "fan-out" && said === "refuse")
  return {
    decision,
    verdicts,
    refusing,
    notBefore: decision === "refuse-until" ? firstAllowed(question, refusing) : null,
    trips: trip === undefined ? null : trip.says
  }
}

/** Whether a verdict stands against the call. */
const stands = (
  { decision, rule }: Verdict,
  { simulated, simulatesApprovals }: Pick<DialFacts, "simulated" | "simulatesApprovals">
): boolean =>
  decision !== "allow" &&
  (!simulated || numberRules.has(rule) || (decision === "needs-approval" && simulatesApprovals === true))

const rowsFor = (
  { isStateGiven, purpose: why, region, states }: DialFacts,
  { laws }: PolicyProfile,
  at: number
): ReadonlyArray<CallingRule> => (laws ? rulesFor({ region, states, isStateGiven, purpose: why, at }) : [])

const judged = (rule: PolicyRule, question: Question): Verdict => ({
  rule: rule.id,
  ...Result.getOrElse(
    Result.try(() => rule.judge(question)),
    () => refuse("The rule could not be judged, and what cannot be judged is refused.")
  )
})

/** A person is asked only for what can be dialled once they say yes: where it is only not its turn yet, but not at night. */
const strictest = (refusing: ReadonlyArray<Verdict>): Decision => {
  const says = (decision: Decision) => refusing.some((verdict) => verdict.decision === decision)
  if (says("refuse")) return "refuse"
  const isLater = refusing.some(({ decision, rule }) => decision === "refuse-until" && rule !== "pace")
  if (says("needs-approval") && !isLater) return "needs-approval"
  return says("refuse-until") ? "refuse-until" : "allow"
}

/** Later rules may refuse at the instant until which the first ones do: looks again there, until nothing refuses. */
const firstAllowed = (question: Question, refusing: ReadonlyArray<Verdict>): DateTime.Utc | null => {
  let standing = refusing
  let at = question.now
  for (let looks = 0; looks < 20; looks++) {
    at = Math.max(at, ...standing.map(({ notBefore }) => (notBefore === null ? 0 : DateTime.toEpochMillis(notBefore))))
    const later = { ...question, now: at, rows: rowsFor(question.facts, question.profile, at) }
    standing = rules.map((rule) => judged(rule, later)).filter((verdict) => stands(verdict, question.facts))
    if (standing.every(({ decision }) => decision === "needs-approval")) return DateTime.makeUnsafe(at)
    if (strictest(standing) !== "refuse-until") return null
  }
  return null
}
