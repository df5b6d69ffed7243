import { DateTime, Option } from "effect"

/**
 * An instant as ISO 8601 writes it: a day, which begins in UTC, or a day with a time and its zone. None for everything else
 * that a computer would take for a date, such as `11/01/2026`, and for days that no month has.
 */
export const readInstant = (text: string): Option.Option<DateTime.Utc> => {
  const [, day, time = "T00:00Z"] = written.exec(text) ?? []
  if (day === undefined || !isDay(day)) return Option.none()
  return Option.map(DateTime.make(day + time), DateTime.toUtc)
}

const written = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/

const isDay = (day: string): boolean =>
  Option.exists(DateTime.make(`${day}T00:00Z`), (start) => DateTime.formatIsoDateUtc(start) === day)
