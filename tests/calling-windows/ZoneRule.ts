/** How the clocks of a zone go on after the last change that a file lists. Seconds since 1970. */
interface ZoneRule {
  readonly offsetAt: (seconds: number) => number
  readonly changes: (fromYear: number, toYear: number) => ReadonlyArray<number>
}

const name = "(?:[A-Za-z]{3,}|<[+-]?[A-Za-z0-9]+>)"
const time = String.raw`[+-]?\d+(?::\d+(?::\d+)?)?`
const date = String.raw`(?:M\d+\.\d\.\d|J?\d+)(?:/${time})?`
const footerShape = new RegExp(`^${name}(${time})(?:${name}(${time})?(?:,(${date}),(${date}))?)?$`, "u")

/** A rule such as `EST5EDT,M3.2.0,M11.1.0`; its offsets count west of Greenwich. */
export const zoneRule = (text: string): ZoneRule | null => {
  if (text === "") return null
  const [, west, westInSummer, begins, ends] = footerShape.exec(text) ?? []
  if (west === undefined) throw new Error(`${text} is no rule of time zones`)
  const standard = -secondsOf(west)
  if (begins === undefined || ends === undefined) return { offsetAt: () => standard, changes: () => [] }
  const summer = westInSummer === undefined ? standard + 3600 : -secondsOf(westInSummer)
  const beginOf = (year: number) => momentOf(begins, year) - standard
  const endOf = (year: number) => momentOf(ends, year) - summer
  const changes = (fromYear: number, toYear: number) =>
    Array.from({ length: toYear - fromYear + 1 }, (_, n) => [beginOf(fromYear + n), endOf(fromYear + n)]).flat()
  return {
    changes,
    offsetAt: (seconds) => {
      const year = yearOf((seconds + standard) * 1000)
      const [begin, end] = [beginOf(year), endOf(year)]
      const isSummer = begin < end ? seconds >= begin && seconds < end : seconds >= begin || seconds < end
      return isSummer ? summer : standard
    }
  }
}

const secondsOf = (text: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = text.replace(/^[+-]/, "").split(":").map(Number)
  return (text.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds)
}

/** The moment of a year by the clock on the wall, in seconds as if the wall were in Greenwich. */
const momentOf = (text: string, year: number): number => {
  const [day = "", at = "2"] = text.split("/")
  return dayOf(day, year) * 86_400 + secondsOf(at)
}

const dayOf = (text: string, year: number): number => {
  const newYear = Date.UTC(year, 0, 1) / 86_400_000
  if (!text.startsWith("M")) {
    const number = Number(text.replace("J", ""))
    if (!text.startsWith("J")) return newYear + number
    return newYear + number - 1 + (isLeap(year) && number > 59 ? 1 : 0)
  }
  const [month = 1, week = 1, weekday = 0] = text.slice(1).split(".").map(Number)
  const first = Date.UTC(year, month - 1, 1) / 86_400_000
  const nth = first + ((weekday - weekdayOf(first) + 7) % 7) + (week - 1) * 7
  return nth >= Date.UTC(year, month, 1) / 86_400_000 ? nth - 7 : nth
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7
export const yearOf = (millis: number): number => new Date(millis).getUTCFullYear()
