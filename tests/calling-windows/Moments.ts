import type { Chance } from "../torture/Chance.ts"
import { openZone } from "./ZoneFile.ts"

const first = Date.UTC(2026, 0, 1)
const last = Date.UTC(2029, 0, 1)
const day = 86_400_000

/** Hours at which some window opens or shuts. */
const edges = [8, 9, 10, 12, 13, 14, 17, 18, 20, 21, 21.5]
const days = ["2028-02-29", "2027-02-28", "2026-12-31", "2027-01-01", "2027-12-31", "2028-01-01", "2028-12-31"]

/** An instant, in epoch milliseconds, where rules about the hours of a zone are likely to go wrong. */
export const momentIn = (chance: Chance, zone: string): number =>
  chance.pick<() => number>([
    [2, () => anyMoment(chance)],
    [3, () => atChange(chance, zone)],
    [4, () => wallIn(zone, anyDay(chance) + any(chance, edges) * 3_600_000) + nearly(chance)],
    [1, () => wallIn(zone, anyDay(chance)) + nearly(chance)],
    [1, () => wallIn(zone, Date.parse(any(chance, days))) + chance.between(0, day - 1)]
  ])()

const anyMoment = (chance: Chance): number => first + Math.floor(chance.next() * (last - first))
const anyDay = (chance: Chance): number => first + chance.between(0, (last - first) / day - 1) * day

/** Within two hours of a change of the clocks, where the zone has one: or on such a day, at the edge of a window. */
const atChange = (chance: Chance, zone: string): number => {
  const changes = openZone(zone).changes(first, last)
  if (changes.length === 0) return anyMoment(chance)
  const change = any(chance, changes)
  if (chance.next() < 0.5) return change + chance.between(-7_200_000, 7_200_000)
  const date = Math.floor((change + openZone(zone).offsetAt(change) * 1000) / day) * day
  return wallIn(zone, date + chance.between(-1, 1) * day + any(chance, edges) * 3_600_000) + nearly(chance)
}

/** Mostly within a ringing of the moment, often to the millisecond. */
const nearly = (chance: Chance): number =>
  chance.pick([
    [2, chance.between(-90_000, 90_000)],
    [1, chance.between(-61, -59) * 1000],
    [1, -1],
    [1, 0],
    [1, 1]
  ])

/** When the clock of a zone shows this, given in milliseconds as if it hung in Greenwich. */
const wallIn = (zone: string, wall: number): number => {
  const { offsetAt } = openZone(zone)
  const guess = wall - offsetAt(wall) * 1000
  return wall - offsetAt(guess) * 1000
}

const any = <A>(chance: Chance, items: ReadonlyArray<A>): A => items[chance.between(0, items.length - 1)] as A
