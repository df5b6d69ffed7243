import { statesOf, zonesOfCountry, zonesOfState } from "./NumberPlaces.ts"
import { zonesOfPrefix } from "./ZoneTable.ts"

/** What is known of where a phone is. */
export interface NumberPlace {
  /** E.164. */
  readonly number: string
  /** ISO 3166-1 code of the number's country; null for a number of no country. */
  readonly region: string | null
  /** Whether the plan says that it is a landline; a mobile, or a number that may be one, may be anywhere in its country. */
  readonly isFixedLine: boolean
  /** Where the recipient is, as an IANA zone name, when the request says so; null when it does not. */
  readonly explicitZone: string | null
  /** The state or province in which the request says that the recipient is, in ISO 3166-2; null when it does not. */
  readonly explicitPlace: string | null
}

/**
 * Every time zone in which the phone may be: a call is allowed only where it is allowed in all of them, and refused
 * where there is none. The zone that the request names wins, when the runtime knows it; a name that nobody knows gives
 * none. Otherwise the zones of the state that the request names are added to those of the number, since the phone may be
 * in either: in the United States and Canada, the zones of the prefix and of all states that share its area code
 * (a number that has moved to another state is not seen); elsewhere the zones of a landline's prefix, and every zone of
 * the country for all other numbers. A runtime with an old time zone database may not know one of them: whoever reads
 * the clock there must then refuse.
 */
export const candidateZones = (place: NumberPlace): ReadonlyArray<string> => {
  const { explicitPlace, explicitZone, number, region } = place
  if (explicitZone !== null) return isZone(explicitZone) ? [explicitZone] : []
  if (region === null) return []
  const ofNumber = region === "US" || region === "CA" ? northAmerican(number, region) : elsewhere(place, region)
  return explicitPlace === null ? ofNumber : distinct([...ofNumber, ...zonesOfState(explicitPlace)])
}

/** Whether this is the IANA name of a time zone that the runtime knows. Offsets such as `+02:00` are no places. */
export const isZone = (name: string): boolean => {
  if (!/^[A-Za-z]\w*(\/[A-Za-z][\w+-]*){1,2}$/.test(name)) return false
  const known = zonesKnown.get(name)
  if (known !== undefined) return known
  const isKnown = runtimeKnows(name)
  if (zonesKnown.size < 1000) zonesKnown.set(name, isKnown)
  return isKnown
}

/** Asking the runtime takes some 30 µs; the answer stays the same. */
const zonesKnown = new Map<string, boolean>()

const runtimeKnows = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== ""
  } catch {
    return false
  }
}

const northAmerican = (number: string, region: string): ReadonlyArray<string> => {
  const states = statesOf(number)
  return states.length === 0
    ? zonesOfCountry(region)
    : distinct([...zonesOfPrefix(number), ...states.flatMap(zonesOfState)])
}

const elsewhere = ({ isFixedLine, number }: NumberPlace, region: string): ReadonlyArray<string> => {
  const ofPrefix = zonesOfPrefix(number)
  return isFixedLine && ofPrefix.length > 0 ? ofPrefix : distinct([...ofPrefix, ...zonesOfCountry(region)])
}

const distinct = (zones: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(zones)]
