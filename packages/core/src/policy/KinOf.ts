import type { DialHistory } from "./DialFacts.ts"

/**
 * By how many a call adds to the numbers that share a block of a hundred with another one called within ten minutes: the
 * second of a block brings the first with it. A number that was called in the meantime itself adds nothing. `now` is in
 * epoch milliseconds.
 */
export const kinOf = ({ attempts, neighbours }: Pick<DialHistory, "attempts" | "neighbours">, now: number): number => {
  if (neighbours === 0 || (attempts[0] !== undefined && attempts[0] > now - 600_000)) return 0
  return neighbours === 1 ? 2 : 1
}
