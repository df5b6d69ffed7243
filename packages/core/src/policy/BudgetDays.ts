import type { DialFacts } from "./DialFacts.ts"
import type { PolicyProfile } from "./PolicyProfile.ts"
import { costOf } from "./Rates.ts"

/** What the calls of one hour since 1970 took, in millionths of a dollar. */
export interface HourSpent {
  readonly hour: number
  readonly micros: number
}

/** The hour of an instant in epoch milliseconds. */
export const hourOf = (millis: number): number => Math.floor(millis / 3_600_000)

/** Whether the call would go beyond the budget of the day, of which so much is taken. */
export const isBudgetSpent = (
  facts: DialFacts,
  { dollarsPerDay }: Pick<PolicyProfile, "dollarsPerDay">,
  microsInDay: number
): boolean =>
  dollarsPerDay !== null && microsInDay + costOf(facts, facts.maxDurationSeconds) > dollarsPerDay * 1_000_000

/** How many of the six days before the last 24 hours took four fifths of the budget. `hour` is the present one. */
export const budgetDaysOf = (
  hours: ReadonlyArray<HourSpent>,
  hour: number,
  { dollarsPerDay }: Pick<PolicyProfile, "dollarsPerDay">
): number => {
  if (dollarsPerDay === null) return 0
  const days = [1, 2, 3, 4, 5, 6].map((day) =>
    hours.filter((spent) => Math.floor((hour - spent.hour - 1) / 24) === day)
  )
  return days.filter((day) => day.reduce((sum, { micros }) => sum + micros, 0) >= dollarsPerDay * fourFifths).length
}

const fourFifths = 800_000
