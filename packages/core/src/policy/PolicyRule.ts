import { DateTime } from "effect"
import type { CallingRule } from "./CallingRule.ts"
import type { DialFacts, DialHistory } from "./DialFacts.ts"
import type { PolicyProfile } from "./PolicyProfile.ts"
import type { RuleId, Verdict } from "./Verdict.ts"

/** What a rule judges by. `now` is in epoch milliseconds. */
export interface Question {
  readonly facts: DialFacts
  readonly history: DialHistory
  readonly profile: PolicyProfile
  /** The cited rules that apply where the person may be, for the purpose of the call. */
  readonly rows: ReadonlyArray<CallingRule>
  readonly now: number
}

/** A verdict without the name of its rule. */
export type Judgement = Omit<Verdict, "rule">

/** One rule of the policy: a pure function. One that throws is a refusal. */
export interface PolicyRule {
  readonly id: RuleId
  readonly judge: (question: Question) => Judgement
}

export const allow = (says: string, rows: ReadonlyArray<string> = []): Judgement => ({
  decision: "allow",
  says,
  notBefore: null,
  rows
})

export const refuse = (says: string, rows: ReadonlyArray<string> = []): Judgement => ({
  decision: "refuse",
  says,
  notBefore: null,
  rows
})

/** A person has to say yes; one who did is not asked again. */
export const needsApproval = ({ facts: { isApproved } }: Question, says: string): Judgement =>
  isApproved === true ? allow("A person approved it.") : { decision: "needs-approval", says, notBefore: null, rows: [] }

/** Refuses for now: from the instant on the rule allows the call. */
export const refuseUntil = (notBefore: number, says: string, rows: ReadonlyArray<string> = []): Judgement => ({
  decision: "refuse-until",
  says,
  notBefore: DateTime.makeUnsafe(notBefore),
  rows
})
