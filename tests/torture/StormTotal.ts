import { crashPoints, isWithinDial } from "./CrashPoint.ts"
import type { StormReport } from "./KillStorm.ts"

/** Several storms as one: every figure added up. */
export const addUp = (storms: ReadonlyArray<StormReport>): StormReport => {
  const [first, ...rest] = storms
  if (first === undefined) throw new Error("no storm to add up")
  return rest.reduce(add, first)
}

/** The figures that must be 0, each with its name. */
export const violations = ({
  askedTwice,
  lostWishes,
  rungNotRecorded,
  rungTwice,
  unsettled,
  wronglyNotPlaced
}: StormReport) => ({ rungTwice, askedTwice, rungNotRecorded, wronglyNotPlaced, lostWishes, unsettled })

/** Part of the kills that hit between a claim and its stored answer, 0 to 1. */
export const shareWithinDial = ({ kills, killsAt }: StormReport): number =>
  crashPoints.filter(isWithinDial).reduce((sum, point) => sum + killsAt[point], 0) / kills

/** Part of the people rung who were rung more than once, 0 to 1. */
export const shareRungTwice = ({ peopleRung, rungTwice }: StormReport): number => rungTwice / Math.max(1, peopleRung)

/** The report as lines for people. */
export const describeStorm = (storm: StormReport): ReadonlyArray<string> => [
  `${storm.kills} kills, ${storm.rings} rings of ${storm.peopleRung} people, calls: ${listed(storm.states)}`,
  `kills at: ${listed(storm.killsAt)} (${percent(shareWithinDial(storm))} between claim and stored answer)`,
  `calls caught: ${listed(storm.callsAt)}`,
  `must be 0: ${listed(violations(storm))}`
]

export const percent = (share: number): string => `${Math.round(share * 100)} %`

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(" · ")

const add = (a: StormReport, b: StormReport): StormReport => ({
  rungTwice: a.rungTwice + b.rungTwice,
  askedTwice: a.askedTwice + b.askedTwice,
  rungNotRecorded: a.rungNotRecorded + b.rungNotRecorded,
  wronglyNotPlaced: a.wronglyNotPlaced + b.wronglyNotPlaced,
  lostWishes: a.lostWishes + b.lostWishes,
  unsettled: a.unsettled + b.unsettled,
  rings: a.rings + b.rings,
  peopleRung: a.peopleRung + b.peopleRung,
  kills: a.kills + b.kills,
  states: merge(a.states, b.states),
  killsAt: merge(a.killsAt, b.killsAt),
  callsAt: merge(a.callsAt, b.callsAt)
})

const merge = <K extends string>(a: Readonly<Record<K, number>>, b: Readonly<Record<K, number>>): Record<K, number> => {
  const sum: Record<K, number> = { ...a }
  for (const [name, count] of Object.entries(b) as Array<[K, number]>) sum[name] = (sum[name] ?? 0) + count
  return sum
}
