import type { Live } from "@outbound-call/core"
import type { Values, Variable } from "./LedgerPlace.ts"

/** How calls are followed, in milliseconds; what is left out has the follower's own value. Reading rings nobody. */
export const readFollowing = (
  values: Values,
  problems: Array<string>
): Pick<Live.LiveOptions, "pollIntervalMillis" | "listLagMillis"> => ({
  pollIntervalMillis: seconds("OUTBOUND_FOLLOW_SECONDS", 1, 60, values, problems),
  listLagMillis: seconds("OUTBOUND_LIST_LAG_SECONDS", 0, 300, values, problems)
})

const seconds = (
  name: Variable,
  least: number,
  most: number,
  values: Values,
  problems: Array<string>
): number | undefined => {
  const text = values[name]
  if (text === undefined) return undefined
  const value = Number(text)
  if (value >= least && value <= most) return value * 1000
  problems.push(`${name} is a number of seconds from ${least} to ${most}.`)
  return undefined
}
