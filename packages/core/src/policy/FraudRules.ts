import type { PolicyProfile } from "./PolicyProfile.ts"
import { allow, type Judgement, type PolicyRule, type Question, refuse, refuseUntil } from "./PolicyRule.ts"
import { costOf } from "./Rates.ts"

/** Only a person opens a breaker again. */
export const breaker: PolicyRule = {
  id: "breaker",
  judge: ({ history: { breaker: tripped } }) =>
    tripped === null
      ? allow("No breaker is open.")
      : refuse(`Dialling is stopped: ${tripped.reason} A person has to allow it again.`)
}

/**
 * A run of neighbouring numbers, or of strangers abroad, is how stolen keys are turned into money; so is a long list of
 * strangers at home, which no run shows. Only those who come faster than a person talks are let wait.
 */
export const fanOut: PolicyRule = {
  id: "fan-out",
  judge: (question) => {
    const limits = question.profile.fanOut
    if (limits === null) return allow("Runs of numbers are not looked for.")
    return (
      neighboursOf(question, limits) ??
      strangersOf(question, limits) ??
      (question.facts.region === question.facts.callerRegion ? null : strangersAbroadOf(question, limits)) ??
      budgetOf(question, limits) ??
      inTurn(question, limits) ??
      allow("It is no run of numbers.")
    )
  }
}

type Limits = NonNullable<PolicyProfile["fanOut"]>

const neighboursOf = ({ history }: Question, limits: Limits): Judgement | null => {
  const { neighbours, neighboursInAll, newNeighbours } = history
  if (neighbours >= limits.neighbours) {
    return refuse(`${neighbours} numbers of one block of a hundred were called within ten minutes.`)
  }
  if (history.isStranger && isReached(newNeighbours, limits.neighboursInDay)) {
    return refuse(`${newNeighbours} numbers of one block of a hundred were called for the first time within a day.`)
  }
  return neighbours > 0 && isReached(neighboursInAll, limits.neighboursInAll)
    ? refuse(`${neighboursInAll} numbers were called within ten minutes that stand in few blocks of a hundred.`)
    : null
}

const strangersOf = ({ history, now }: Question, { strangersInDay }: Limits): Judgement | null =>
  history.isStranger && isFull(history.strangersFullSince.day, day, now)
    ? refuse(`${strangersInDay} numbers were called for the first time within a day.`)
    : null

const strangersAbroadOf = ({ facts, history }: Question, limits: Limits): Judgement | null => {
  if (!history.isStranger) return null
  const { strangersAbroad: lately, strangersAbroadInDay: today } = history
  if (lately.numbers >= limits.strangersAbroad) {
    return refuse(`${lately.numbers} numbers abroad were called for the first time within ten minutes.`)
  }
  if (isReached(today.numbers, limits.strangersAbroadInDay)) {
    return refuse(`${today.numbers} numbers abroad were called for the first time within a day.`)
  }
  const cost = costOf(facts, facts.maxDurationSeconds)
  if (lately.micros + cost > limits.dollarsAbroad * 1_000_000) {
    return refuse(tooDear(limits.dollarsAbroad, "ten minutes"))
  }
  return limits.dollarsAbroadInDay !== null && today.micros + cost > limits.dollarsAbroadInDay * 1_000_000
    ? refuse(tooDear(limits.dollarsAbroadInDay, "a day"))
    : null
}

const tooDear = (dollars: number, span: string): string =>
  `Calls to numbers abroad that were never called before may cost ${dollars} dollars in ${span}.`

const budgetOf = ({ history }: Question, { budgetDays }: Limits): Judgement | null =>
  budgetDays !== null && history.budgetDays + 1 >= budgetDays && history.budgetDays > 0
    ? refuse(`The budget of a day was spent on ${history.budgetDays + 1} days of a week.`)
    : null

const inTurn = ({ history, now }: Question, { strangers }: Limits): Judgement | null => {
  const since = history.strangersFullSince.tenMinutes
  return history.isStranger && since !== null && isFull(since, tenMinutes, now)
    ? refuseUntil(since + tenMinutes, `${strangers} numbers were called for the first time within ten minutes.`)
    : null
}

const isReached = (count: number, limit: number | null): boolean => limit !== null && count >= limit

const isFull = (since: number | null, millis: number, now: number): boolean => since !== null && since + millis > now

const tenMinutes = 600_000
const day = 86_400_000
