import {
  builtInProfiles,
  type DialFacts,
  type DialHistory,
  evaluatePolicy,
  PhoneNumber,
  type PolicyProfile,
  type RuleId,
  type Verdict
} from "@outbound-call/core"

/** Tuesday 2026-11-24, 12:00 in New York. */
export const noon = Date.UTC(2026, 10, 24, 17)

export const to = PhoneNumber.make("+12125550100")

/** A first call at home that nothing stands against. */
export const factsOf = (change: Partial<DialFacts> = {}): DialFacts => ({
  to,
  type: "fixed-line-or-mobile",
  region: "US",
  callerRegion: "US",
  zones: ["America/New_York"],
  states: ["US-NY"],
  isStateGiven: false,
  purpose: "informational",
  consent: null,
  simulated: false,
  isProviderLocal: false,
  firstMessage: "Hello, how are you?",
  isRecorded: true,
  ringingTimeoutSeconds: 60,
  maxDurationSeconds: 600,
  askedSeconds: null,
  clockOffsetMillis: 200,
  ...change
})

export const historyOf = (change: Partial<DialHistory> = {}): DialHistory => ({
  suppression: null,
  attempts: [],
  attemptsEver: 0,
  liveCalls: 0,
  lastDialAt: null,
  fullSince: { minute: null, hour: null, day: null },
  secondsInDay: 0,
  microsInDay: 0,
  budgetDays: 0,
  neighbours: 0,
  newNeighbours: 0,
  neighboursInAll: 0,
  isStranger: true,
  strangersAbroad: { numbers: 0, micros: 0 },
  strangersAbroadInDay: { numbers: 0, micros: 0 },
  strangersFullSince: { tenMinutes: null, day: null },
  breaker: null,
  lastOwnDialAt: null,
  lastTranscriptReadAt: null,
  ...change
})

export interface Sample {
  readonly facts?: Partial<DialFacts>
  readonly history?: Partial<DialHistory>
  readonly profile?: Partial<PolicyProfile>
  readonly now?: number
}

export const evaluate = ({ facts, history, now, profile }: Sample = {}) =>
  evaluatePolicy(factsOf(facts), historyOf(history), { ...builtInProfiles.default, ...profile }, now ?? noon)

/** The decision of the whole, and the rules that stand against the call. */
export const judged = (sample: Sample = {}): string => {
  const { decision, refusing } = evaluate(sample)
  return [decision, ...refusing.map(({ rule }) => rule)].join(" ")
}

/** What one rule says. */
export const verdictOf = (rule: RuleId, sample: Sample): Verdict => {
  const verdict = evaluate(sample).verdicts.find((one) => one.rule === rule)
  if (verdict === undefined) throw new Error(`no verdict of ${rule}`)
  return verdict
}
