import type { Limits } from "./Orders.ts"

/** A call as plain SQL reads it from the ledger. */
export interface ClaimedRow {
  readonly id: string
  readonly to: string
  readonly at: number
  readonly longest: number
  /** Seconds that it lasted; null when it was never dialled. */
  readonly lasted: number | null
  /** Places in the order of all events: of its claim, and of its end. */
  readonly claimed: number
  readonly ended: number
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** What a minute costs in the United States by the sheet of assumed prices: 0.10 dollars for the agent, 0.015 to carry. */
const dollarsPerSecond = 0.115 / 60

/** Every moment at which a limit was exceeded, by the rows alone. */
export const exceeded = (rows: ReadonlyArray<ClaimedRow>, limits: Limits): ReadonlyArray<string> => {
  const found: Array<string> = []
  const check = (name: string, seen: number, most: number | null) => {
    if (most !== null && seen > most + 1e-6) found.push(`${name}: ${seen} of ${most}`)
  }
  const moments = rows.map(({ at }) => at)
  check("calls per minute", fullest(moments, minute), limits.callsPerMinute)
  check("calls per hour", fullest(moments, hour), limits.callsPerHour)
  check("calls per day", fullest(moments, day), limits.callsPerDay)
  for (const attempts of attemptsByNumber(rows)) {
    check("attempts per hour", fullest(attempts, hour), limits.attemptsPerHour)
    check("attempts per day", fullest(attempts, day), limits.attemptsPerDay)
    check("calls in a cool-down", fullest(attempts, limits.coolDownSeconds * 1000), 1)
  }
  for (const now of rows.flatMap(({ claimed, ended }) => [claimed, ended])) {
    const begun = rows.filter(({ claimed }) => claimed <= now)
    check("live calls", begun.filter(({ ended }) => ended > now).length, limits.liveCalls)
    const latest = Math.max(...begun.map(({ at }) => at))
    const seconds = begun.filter(({ at }) => at > latest - day).reduce((sum, row) => sum + secondsOf(row, now), 0)
    check("minutes per day", seconds / 60, limits.minutesPerDay)
    check("dollars per day", Math.floor(seconds * dollarsPerSecond * 1000) / 1000, limits.dollarsPerDay)
  }
  return [...new Set(found)]
}

/** The most instants within any span; a span holds its end and not its beginning. */
const fullest = (instants: ReadonlyArray<number>, span: number): number => {
  const sorted = instants.toSorted((a, b) => a - b)
  let [most, first] = [0, 0]
  for (const [index, at] of sorted.entries()) {
    while ((sorted[first] ?? at) <= at - span && first < index) first++
    most = Math.max(most, index - first + 1)
  }
  return span === 0 ? Math.min(most, 1) : most
}

const attemptsByNumber = (rows: ReadonlyArray<ClaimedRow>): ReadonlyArray<ReadonlyArray<number>> => {
  const found = new Map<string, Array<number>>()
  for (const { at, lasted, to } of rows) {
    if (lasted !== null) found.set(to, [...(found.get(to) ?? []), at])
  }
  return [...found.values()]
}

/** What a call takes: while it lasts as much as it may, then the whole minutes that a carrier bills. */
const secondsOf = ({ ended, lasted, longest }: ClaimedRow, now: number): number => {
  if (ended > now) return longest
  return lasted === null ? 0 : Math.ceil(lasted / 60) * 60
}
