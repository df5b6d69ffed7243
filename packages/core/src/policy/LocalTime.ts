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
  const key = `${zone} ${Math.floor(millis / 60_000)}`
  const known = read.get(key)
  if (known !== undefined) return known
  const { day, hour, minute, month, weekDay, year } = DateTime.toParts(zoned(zone, millis))
  const time = { date: dateOf(year, month, day), weekday: weekDay, minute: hour * 60 + minute }
  if (read.size >= 1000) read.clear()
  read.set(key, time)
  return time
}

/** Many rules read the same clocks at the same minute, and each reading takes some microseconds. */
const read = new Map<string, LocalTime>()

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

const dateOf = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`
