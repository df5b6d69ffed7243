import { DateTime } from "effect"
import { dateOfDay, dayOfDate, weekdayOfDay } from "./CalendarDay.ts"

/** Where the clock on the wall stands in a zone. */
export interface LocalTime {
  /** `2026-11-26`. */
  readonly date: string
  /** 0 is Sunday. */
  readonly weekday: number
  /** Minutes since midnight. */
  readonly minute: number
}

/** The local time at an instant, in epoch milliseconds. Throws for a zone that does not exist. */
export const localTime = (zone: string, millis: number): LocalTime => {
  const key = `${zone} ${Math.floor(millis / minuteMillis)}`
  const known = read.get(key)
  if (known !== undefined) return known
  const local = millis + offsetAt(zone, millis)
  const day = Math.floor(local / dayMillis)
  const time = {
    date: dateOfDay(day),
    weekday: weekdayOfDay(day),
    minute: Math.floor((local - day * dayMillis) / minuteMillis)
  }
  if (read.size >= 1000) read.clear()
  read.set(key, time)
  return time
}

/** Many rules read the same clocks at the same minute. */
const read = new Map<string, LocalTime>()

const minuteMillis = 60_000
const dayMillis = 24 * 60 * minuteMillis

/** How far a zone's clock is ahead: asking the runtime takes some ten microseconds, and most days have one answer only. */
const offsetAt = (zone: string, millis: number): number => {
  const day = Math.floor(millis / dayMillis)
  const key = `${zone} ${day}`
  const known = offsets.get(key)
  if (known !== undefined) return known ?? askOffset(zone, millis)
  const begin = day * dayMillis
  const offset = askOffset(zone, begin)
  const steady = askOffset(zone, begin + dayMillis - 1) === offset ? offset : null
  if (offsets.size >= 1000) offsets.clear()
  offsets.set(key, steady)
  return steady ?? askOffset(zone, millis)
}

/** Null for a day on which the clocks are changed; none changes them twice within one. */
const offsets = new Map<string, number | null>()

const askOffset = (zone: string, millis: number): number => DateTime.zonedOffset(zoned(zone, millis))

/** A minute of the day as a clock shows it: `09:05`. */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`

/** The next day of the calendar. */
export const nextDate = (date: string): string => dateOfDay(dayOfDate(date) + 1)

/** The weekday of a date; 0 is Sunday. */
export const weekdayOf = (date: string): number => weekdayOfDay(dayOfDate(date))

/** The instant, in epoch milliseconds, at which a zone's clock shows a minute of a date; just after it where it is skipped. */
export const instantOf = (zone: string, date: string, minute: number): number => {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number)
  return DateTime.toEpochMillis(
    DateTime.makeZonedUnsafe(
      { year, month, day, hour: Math.floor(minute / 60), minute: minute % 60, second: 0, millisecond: 0 },
      { timeZone: DateTime.zoneMakeNamedUnsafe(zone), adjustForTimeZone: true, disambiguation: "later" }
    )
  )
}

const zoned = (zone: string, millis: number) =>
  DateTime.makeZonedUnsafe(millis, { timeZone: DateTime.zoneMakeNamedUnsafe(zone) })
