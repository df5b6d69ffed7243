import { allow, type PolicyRule, refuse } from "./PolicyRule.ts"
import { costOf } from "./Rates.ts"

/** Only a person opens a breaker again. */
export const breaker: PolicyRule = {
  id: "breaker",
  judge: ({ history: { breaker: tripped } }) =>
    tripped === null
      ? allow("No breaker is open.")
      : refuse(`Dialling is stopped: ${tripped.reason} A person has to allow it again.`)
}

/** A run of neighbouring numbers, or of strangers abroad, is how stolen keys are turned into money. */
export const fanOut: PolicyRule = {
  id: "fan-out",
  judge: ({ facts, history, profile: { fanOut: limits } }) => {
    if (limits === null) return allow("Runs of numbers are not looked for.")
    if (history.neighbours >= limits.neighbours) {
      return refuse(`${history.neighbours} numbers of one block of a hundred were called within ten minutes.`)
    }
    if (!history.isStranger || facts.region === facts.callerRegion) return allow("It is no run of numbers.")
    const { micros, numbers } = history.strangersAbroad
    if (numbers >= limits.strangersAbroad) {
      return refuse(`${numbers} numbers abroad were called for the first time within ten minutes.`)
    }
    return micros + costOf(facts, facts.maxDurationSeconds) <= limits.dollarsAbroad * 1_000_000
      ? allow("It is no run of numbers.")
      : refuse(
          `Calls to numbers abroad that were never called before may cost ${limits.dollarsAbroad} dollars in ten minutes.`
        )
  }
}
