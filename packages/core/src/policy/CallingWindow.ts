import type { CallingRule, Span, WindowRule } from "./CallingRule.ts"
import { isHoliday } from "./Holidays.ts"
import { clockOf, instantOf, localTime, nextDate, weekdayOf } from "./LocalTime.ts"
import { allow, type PolicyRule, refuse, refuseUntil } from "./PolicyRule.ts"

/**
 * The local time of the person called, in every zone the number may be in, lies in the window of every rule that
 * applies: now, and when it has rung for as long as it may.
 */
export const callingWindow: PolicyRule = {
  id: "calling-window",
  judge: ({ facts, now, rows }) => {
    const windows = rows.filter(isWindow)
    if (windows.length === 0) return allow("The call may come at any hour.")
    if (facts.zones.length === 0) {
      return refuse(
        "It is not known which time it is where the number is. Name the recipient's time zone.",
        ids(windows)
      )
    }
    const clocks = facts.zones.flatMap((zone) => windows.map((row) => ({ zone, row, region: facts.region })))
    const rings = facts.ringingTimeoutSeconds * 1000
    const shut = clocks.filter((clock) => !isOpen(clock, now) || !isOpen(clock, now + rings))
    if (shut.length === 0) return allow(`It is ${clockIn(facts.zones, now)} there, within every calling window.`)
    const opens = nextOpening(clocks, now, rings)
    const says = `It is ${clockIn(facts.zones, now)} there, outside the calling window.`
    const deciding = [...new Set(shut.map(({ row }) => row.id))]
    return opens === null ? refuse(says, deciding) : refuseUntil(opens, says, deciding)
  }
}

type WindowRow = CallingRule & { readonly says: WindowRule }

const isWindow = (row: CallingRule): row is WindowRow => row.says.type === "window"

const ids = (rows: ReadonlyArray<CallingRule>): ReadonlyArray<string> => rows.map(({ id }) => id)

/** One rule, read on the clock of one zone. */
interface Clock {
  readonly zone: string
  readonly row: WindowRow
  readonly region: string | null
}

const isOpen = ({ region, row, zone }: Clock, instant: number): boolean => {
  const { date, minute, weekday } = localTime(zone, instant)
  return spansOf(row, region, date, weekday).some(([from, to]) => from <= minute && minute < to)
}

const spansOf = (
  { jurisdiction, says }: WindowRow,
  region: string | null,
  date: string,
  weekday: number
): ReadonlyArray<Span> => {
  if (says.holidays !== null && isHoliday(jurisdiction, region, date)) return says.holidays
  return weekday === 0 ? says.sunday : weekday === 6 ? says.saturday : says.weekdays
}

/** The first instant at which every clock allows the call and its ringing; null when there is none in two months. */
const nextOpening = (clocks: ReadonlyArray<Clock>, now: number, rings: number): number | null => {
  let at: number = now
  while (at - now < furthest) {
    const shutNow = clocks.find((clock) => !isOpen(clock, at))
    const shut = shutNow ?? clocks.find((clock) => !isOpen(clock, at + rings))
    if (shut === undefined) return at
    const opens = opensAfter(shut, shutNow === undefined ? at + rings : at)
    if (opens === null) return null
    at = opens
  }
  return null
}

const furthest = 62 * 86_400_000

const opensAfter = ({ region, row, zone }: Clock, instant: number): number | null => {
  const from = localTime(zone, instant)
  let date = from.date
  for (let days = 0; days < 62; days++) {
    for (const [start] of spansOf(row, region, date, weekdayOf(date))) {
      const opens = instantOf(zone, date, start)
      if (opens > instant) return opens
    }
    date = nextDate(date)
  }
  return null
}

const clockIn = (zones: ReadonlyArray<string>, now: number): string => {
  const times = [...new Set(zones.map((zone) => shown(localTime(zone, now))))].toSorted()
  return times.length > 3 ? `${times[0]} to ${times.at(-1)}` : times.join(" or ")
}

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

const shown = ({ minute, weekday }: { readonly minute: number; readonly weekday: number }): string =>
  `${weekdays[weekday]} ${clockOf(minute)}`
