import { existsSync, readFileSync } from "node:fs"
import { yearOf, zoneRule } from "./ZoneRule.ts"

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
  const footer = zoneRule(file.toString("latin1", end + 1, file.indexOf(10, end + 1)))
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
