import { DateTime } from "effect"
import type { PolicyProfile } from "./PolicyProfile.ts"

/** What the calls of an account took of one day's money, as the rule `spend` counts it: reserved, or spent by those that are over. */
export interface DayTaken {
  /** Millionths of a dollar. */
  readonly micros: number
  /** The oldest hour of the day that took any, counted from 1970; null when none did. */
  readonly oldestHour: number | null
}

/** How much of a profile's money for a day is left. */
export interface Budget {
  readonly limitDollars: number
  readonly remainingDollars: number
  /** When the oldest of what is taken is a day old, and free again; null when nothing is taken. */
  readonly resetsAt: DateTime.Utc | null
}

/** Null where a profile has no budget. */
export const budgetOf = (
  { dollarsPerDay }: Pick<PolicyProfile, "dollarsPerDay">,
  { micros, oldestHour }: DayTaken
): Budget | null =>
  dollarsPerDay === null
    ? null
    : {
        limitDollars: dollarsPerDay,
        remainingDollars: Math.max(0, Math.round(dollarsPerDay * 1_000_000) - micros) / 1_000_000,
        resetsAt: oldestHour === null ? null : DateTime.makeUnsafe((oldestHour + 25) * 3_600_000)
      }
