import { leastRetention } from "@outbound-call/core"
import { Duration } from "effect"
import type { Values } from "./LedgerPlace.ts"

/** How long a server keeps what calls held; null when it forgets nothing by itself. */
export const readRetention = (values: Values, problems: Array<string>): Duration.Duration | null => {
  const text = values.OUTBOUND_RETENTION_DAYS
  if (text === undefined) return null
  const days = Number(text)
  const least = Duration.toDays(leastRetention)
  if (Number.isInteger(days) && days >= least && days <= mostDays) return Duration.days(days)
  problems.push(
    `OUTBOUND_RETENTION_DAYS is a whole number of days from ${least} to ${mostDays}: ${least} days back the policy looks for how often a number was called.`
  )
  return null
}

/** Ten years. */
const mostDays = 3_653
