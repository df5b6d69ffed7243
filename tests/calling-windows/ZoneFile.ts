import { existsSync, readFileSync } from "node:fs"

/** Where the system keeps its compiled time zones (RFC 9636). */
const folder = "/usr/share/zoneinfo"

/** What the clocks of one zone show, read from the system's file of that zone and nothing else. */
export interface ZoneFile {
  readonly name: string
  /** Instants at which the clocks are changed, in epoch milliseconds, as far as the file and its footer tell. */
  readonly changes: (from: number, to: number) => ReadonlyArray<number>
  /** Seconds east of Greenwich at an instant in epoch milliseconds. */
  readonly offsetAt: (millis: number) => number
}

export const hasZoneFiles = existsSync(`${folder}/Europe/London`) && existsSync(`${folder}/zone.tab`)

/** The release of the time zone database that the system has, such as `2025b`; null when it does not say. */
export const zoneRelease = (): string | null => {
  const file = `${folder}/tzdata.zi`
  return existsSync(file) ? (/^# version (\S+)/.exec(readFileSync(file, "latin1"))?.[1] ?? null) : null
}

/** The zones of each country, as the system's `zone.tab` lists them. */
export const zonesByCountry = (): ReadonlyMap<string, ReadonlyArray<string>> => {
  const found = new Map<string, Array<string>>()
  for (const line of readFileSync(`${folder}/zone.tab`, "utf8").split("\n")) {
    const [country = "", , zone] = line.split("\t")
    if (line.startsWith("#") || zone === undefined) continue
    found.set(country, [...(found.get(country) ?? []), zone])
  }
  return found
}

const opened = new Map<string, ZoneFile>()

export const openZone = (name: string): ZoneFile => {
  const known = opened.get(name)
  if (known !== undefined) return known
  const zone = read(name, readFileSync(`${folder}/${name}`))
  opened.set(name, zone)
  return zone
}

/** The second block of a file holds 64-bit times; the text between two newlines at its end tells how it goes on. */
const read = (name: string, file: Buffer): ZoneFile => {
  if (file.toString("latin1", 0, 4) !== "TZif" || file[4] === 0) throw new Error(`${name} is no TZif file of version 2`)
  const first = countsAt(file, 0)
  const start = 44 + sizeOf(first, 4)
  const { charCount, isStdCount, isUtCount, leapCount, timeCount, typeCount } = countsAt(file, start)
  const times = start + 44
  const indexes = times + timeCount * 8
  const types = indexes + timeCount
  const end = types + typeCount * 6 + charCount + leapCount * 12 + isStdCount + isUtCount
  const footer = footerOf(file.toString("latin1", end + 1, file.indexOf(10, end + 1)))
  const changes = Array.from({ length: timeCount }, (_, n) => Number(file.readBigInt64BE(times + n * 8)))
  const offsets = Array.from({ length: timeCount }, (_, n) => file.readInt32BE(types + (file[indexes + n] ?? 0) * 6))
  const before = file.readInt32BE(types)
  const offsetAt = (millis: number): number => {
    const seconds = Math.floor(millis / 1000)
    const last = changes.at(-1)
    if (last === undefined || seconds >= last) return footer?.offsetAt(seconds) ?? offsets.at(-1) ?? before
    const next = changes.findIndex((change) => change > seconds)
    return next === 0 ? before : (offsets[next - 1] ?? before)
  }
  return {
    name,
    offsetAt,
    changes: (from, to) => {
      const listed = changes.map((seconds) => seconds * 1000)
      const told = footer?.changes(yearOf(from) - 1, yearOf(to) + 1) ?? []
      const all = [...new Set([...listed, ...told.map((seconds) => seconds * 1000)])]
      return all.filter((at) => at >= from && at < to && offsetAt(at) !== offsetAt(at - 1000)).toSorted((a, b) => a - b)
    }
  }
}

const countsAt = (file: Buffer, start: number) => ({
  isUtCount: file.readUInt32BE(start + 20),
  isStdCount: file.readUInt32BE(start + 24),
  leapCount: file.readUInt32BE(start + 28),
  timeCount: file.readUInt32BE(start + 32),
  typeCount: file.readUInt32BE(start + 36),
  charCount: file.readUInt32BE(start + 40)
})

const sizeOf = (counts: ReturnType<typeof countsAt>, timeSize: number): number =>
  counts.timeCount * (timeSize + 1) +
  counts.typeCount * 6 +
  counts.charCount +
  counts.leapCount * (timeSize + 4) +
  counts.isStdCount +
  counts.isUtCount

interface Footer {
  readonly offsetAt: (seconds: number) => number
  readonly changes: (fromYear: number, toYear: number) => ReadonlyArray<number>
}

const name = "(?:[A-Za-z]{3,}|<[+-]?[A-Za-z0-9]+>)"
const time = String.raw`[+-]?\d+(?::\d+(?::\d+)?)?`
const date = String.raw`(?:M\d+\.\d\.\d|J?\d+)(?:/${time})?`
const footerShape = new RegExp(`^${name}(${time})(?:${name}(${time})?(?:,(${date}),(${date}))?)?$`, "u")

/** A rule such as `EST5EDT,M3.2.0,M11.1.0`; its offsets count west of Greenwich. */
const footerOf = (text: string): Footer | null => {
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
const yearOf = (millis: number): number => new Date(millis).getUTCFullYear()
