import { allows, informational, sales } from "./LegalHours.ts"
import type { Person } from "./People.ts"
import { openZone, zoneRelease } from "./ZoneFile.ts"

/** A call that somebody wants to make. */
export interface Wish {
  readonly person: Person
  readonly purpose: "informational" | "sales"
  /** Where the request itself says that the person is. */
  readonly place: string | null
  readonly timeZone: string | null
  readonly ringingSeconds: number
  readonly at: number
}

/** Zones whose rules were changed in 2026: the runtime and the system may know different rules for them. */
const changedIn2026 = new Set([
  "America/Vancouver",
  "America/Edmonton",
  "America/Inuvik",
  "America/Winnipeg",
  "America/Havana",
  "Africa/Casablanca",
  "Africa/El_Aaiun",
  "Europe/Chisinau"
])

const isSameRelease = zoneRelease() === process.versions["tz"]

/** Zones in which the person's clock may show this or that, since one of the two databases is older than the change. */
export const disputed = (wish: Wish): boolean =>
  !isSameRelease &&
  zonesOf(wish).some(
    (zone) => changedIn2026.has(zone) && openZone(zone).offsetAt(wish.at) !== offsetOfRuntime(zone, wish.at)
  )

/** Zones that differ although nobody is known to have changed their rules. */
export const strangelyDisputed = (
  zones: ReadonlyArray<string>,
  moments: ReadonlyArray<number>
): ReadonlyArray<string> =>
  zones.filter(
    (zone) =>
      (isSameRelease || !changedIn2026.has(zone)) &&
      moments.some((at) => openZone(zone).offsetAt(at) !== offsetOfRuntime(zone, at))
  )

/** The laws that forbid this call, with the zone; empty when it is legal from its first ring to its last. */
export const forbiddenBy = (wish: Wish): ReadonlyArray<string> => {
  const laws = wish.purpose === "sales" ? sales : informational
  const { law, region } = wish.person
  const places = new Set(["*", region, ...(wish.place === null ? law : [wish.place])])
  return zonesOf(wish).flatMap((zone) =>
    Object.entries(laws)
      .filter(([place, rows]) => places.has(place) && !rows.every((row) => isOpen(row, zone, wish)))
      .map(([place]) => `${place} in ${zone}`)
  )
}

/** Somebody who is said to be in a state may have the phone there, or where the number is from. */
const zonesOf = ({ person, place, timeZone }: Wish): ReadonlyArray<string> =>
  timeZone === null
    ? [...new Set([...person.zones, ...(place === null ? [] : (zonesOfPlace[place] ?? []))])]
    : [timeZone]

const zonesOfPlace: Readonly<Record<string, ReadonlyArray<string>>> = {
  "US-FL": ["America/New_York", "America/Chicago"],
  "US-TX": ["America/Chicago", "America/Denver"],
  "US-CA": ["America/Los_Angeles"],
  "US-NY": ["America/New_York"],
  "US-AZ": ["America/Phoenix"]
}

/** At every minute of the ringing, and at its end. */
const isOpen = (row: Parameters<typeof allows>[0], zone: string, { at, ringingSeconds }: Wish): boolean => {
  const { offsetAt } = openZone(zone)
  const moments = [...Array.from({ length: Math.ceil(ringingSeconds / 60) }, (_, n) => n * 60), ringingSeconds]
  return moments.map((seconds) => at + seconds * 1000).every((moment) => allows(row, moment + offsetAt(moment) * 1000))
}

const formats = new Map<string, Intl.DateTimeFormat>()

const offsetOfRuntime = (timeZone: string, at: number): number => {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" })
  formats.set(timeZone, format)
  const text = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? ""
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(text) ?? ["", "+", "0", "0"]
  return (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60)
}
