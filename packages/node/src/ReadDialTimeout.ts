import type { Values } from "./LedgerPlace.ts"

/**
 * How long a dial waits for its answer at most, in milliseconds; undefined when it is not told. A shorter wait leaves
 * more calls `unknown`, to be settled by recovery; it makes no phone ring twice.
 */
export const readDialTimeout = (values: Values, problems: Array<string>): number | undefined => {
  const text = values.OUTBOUND_DIAL_TIMEOUT
  if (text === undefined) return undefined
  const seconds = Number(text)
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 660) return seconds * 1000
  problems.push("OUTBOUND_DIAL_TIMEOUT is a whole number of seconds from 1 to 660.")
  return undefined
}
