import { dateOfDay, dayOf, dayOfDate, easterOf, orthodoxEasterOf, weekdayOfDay } from "./CalendarDay.ts"
import { holidays } from "./HolidayTables.ts"
import { homeOf, isOfEuropeanUnion } from "./Jurisdictions.ts"

/**
 * The public holidays of a year in a jurisdiction (ISO 3166-1 or 3166-2, or `EU`), in order, as dates. A state or
 * province has those of its country too, a member state those that are common in the Union, the United States' own list
 * has none of a state's. A holiday at the weekend counts on its own day and on the day to which it is moved.
 *
 * Where no list is kept, these are the days of the United States and of the Union: most of the world's offices are
 * closed on some of them, and a day too many costs nothing but a day.
 */
export const holidaysOf = (jurisdiction: string, year: number): ReadonlyArray<string> => {
  const key = `${jurisdiction} ${year}`
  const known = reckoned.get(key)
  if (known !== undefined) return known
  const dates = reckon(listsOf(jurisdiction), year)
  if (reckoned.size < 500) reckoned.set(key, dates)
  return dates
}

/**
 * Whether a date such as `2026-12-25` is a holiday for a rule of this jurisdiction and a number of this region. For a
 * rule of the house (`*`) it is one when it is a holiday anywhere in the region, and for a rule of the Union also when
 * the member state keeps it.
 */
export const isHoliday = (jurisdiction: string, region: string | null, date: string): boolean => {
  const key = `${jurisdiction} ${region} ${date}`
  const known = asked.get(key)
  if (known !== undefined) return known
  const isOne = isReckoned(jurisdiction, region, date)
  if (asked.size >= 1000) asked.clear()
  asked.set(key, isOne)
  return isOne
}

/** Every call of a day asks for the same ones. */
const asked = new Map<string, boolean>()

const isReckoned = (jurisdiction: string, region: string | null, date: string): boolean => {
  const year = Number(date.slice(0, 4))
  const codes =
    jurisdiction === "*"
      ? everywhereIn(region)
      : jurisdiction === "EU"
        ? ["EU", ...(region ? [region] : [])]
        : [jurisdiction]
  return codes.some((code) => holidaysOf(code, year).includes(date))
}

const reckoned = new Map<string, ReadonlyArray<string>>()

const everywhereIn = (region: string | null): ReadonlyArray<string> => {
  const home = region === null ? "" : homeOf(region)
  const parts = Object.keys(holidays).filter((code) => code.startsWith(`${home}-`))
  return [home, ...parts]
}

const listsOf = (jurisdiction: string): ReadonlyArray<string> => {
  const country = homeOf(jurisdiction.slice(0, 2))
  if (jurisdiction === "EU") return ["EU"]
  if (isOfEuropeanUnion(country)) return ["EU", country]
  return country in holidays ? [country, jurisdiction] : ["US", "EU"]
}

/** Looks a year back and ahead too: New Year's Day may be kept on the last of December. */
const reckon = (lists: ReadonlyArray<string>, year: number): ReadonlyArray<string> => {
  const words = lists.flatMap((list) => holidays[list]?.split(" ") ?? [])
  const days = words.flatMap((word) => [year - 1, year, year + 1].flatMap((each) => daysOf(word, each)))
  const dates = days.map(dateOfDay).filter((date) => date.startsWith(`${year}-`))
  return [...new Set(dates)].toSorted()
}

const daysOf = (word: string, year: number): ReadonlyArray<number> => {
  const [when = "", moves] = word.split("/")
  const day = dayIn(when, year)
  const weekday = weekdayOfDay(day)
  if (moves === undefined || (weekday !== 0 && weekday !== 6)) return [day]
  if (moves === "us") return [day, weekday === 6 ? day - 1 : day + 1]
  const monday = day + (weekday === 6 ? 2 : 1)
  return moves === "two" ? [day, monday, monday + 1] : [day, monday]
}

const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

const dayIn = (when: string, year: number): number => {
  const fixed = /^(\d\d)-(\d\d)$/.exec(when)
  if (fixed !== null) return dayOf(year, Number(fixed[1]), Number(fixed[2]))
  const feast = /^([eo])([+-]\d+)$/.exec(when)
  if (feast !== null) return (feast[1] === "e" ? easterOf(year) : orthodoxEasterOf(year)) + Number(feast[2])
  const nth = /^(-1|\d)([a-z]{3})(\d+)$/.exec(when)
  if (nth !== null) return nthWeekday(year, Number(nth[3]), weekdays.indexOf(nth[2] ?? ""), Number(nth[1]))
  const near = /^([a-z]{3})([<>])(\d+)-(\d+)$/.exec(when)
  if (near !== null) {
    const from = dayOf(year, Number(near[3]), Number(near[4]))
    return near[2] === "<" ? weekdayBefore(from, near[1] ?? "") : weekdayAfter(from, near[1] ?? "")
  }
  return dayOfDate(when)
}

const nthWeekday = (year: number, month: number, weekday: number, n: number): number => {
  if (n === -1) {
    const last = dayOf(year, month + 1, 1) - 1
    return last - ((weekdayOfDay(last) - weekday + 7) % 7)
  }
  const first = dayOf(year, month, 1)
  return first + ((weekday - weekdayOfDay(first) + 7) % 7) + 7 * (n - 1)
}

const weekdayAfter = (day: number, name: string): number =>
  day + 1 + ((weekdays.indexOf(name) - weekdayOfDay(day + 1) + 7) % 7)

const weekdayBefore = (day: number, name: string): number =>
  day - 1 - ((weekdayOfDay(day - 1) - weekdays.indexOf(name) + 7) % 7)
