import { areaCodes } from "./AreaCodes.ts"
import { countryZones } from "./CountryZones.ts"
import { stateZones } from "./StateZones.ts"

/**
 * The states or provinces, as ISO 3166-2 codes such as `US-FL`, in which the area code of a number of the United States
 * or Canada has numbers; more than one where an area code crosses a border. Empty for every other number, so also for
 * toll-free, personal and other numbers of no place. A mobile number tells where it was given out, not where it is.
 */
export const statesOf = (e164: string): ReadonlyArray<string> =>
  e164.startsWith("+1") ? (statesByAreaCode().get(e164.slice(2, 5)) ?? []) : []

/** The time zones of a state or province; empty for a code that is not in the United States or Canada. */
export const zonesOfState = (code: string): ReadonlyArray<string> => stateZones[code]?.split(" ") ?? []

/** The time zones of a country, by its ISO 3166-1 code; empty when the IANA database has no such country. */
export const zonesOfCountry = (region: string): ReadonlyArray<string> => zonesByCountry().get(region) ?? []

/** Every state or province of a country, as ISO 3166-2 codes; none where nothing hangs on them. */
export const placesOf = (country: string): ReadonlyArray<string> =>
  Object.keys(stateZones).filter((code) => code.startsWith(`${country}-`))

type Lists = ReadonlyMap<string, ReadonlyArray<string>>

let states: Lists | undefined
const statesByAreaCode = (): Lists => (states ??= parseAreaCodes())

const parseAreaCodes = (): Lists => {
  const found = new Map<string, Array<string>>()
  for (const entry of areaCodes.split("|")) {
    const state = entry.slice(0, 5)
    for (const areaCode of entry.slice(5).match(/\d{3}/g) ?? []) {
      const known = found.get(areaCode)
      if (known === undefined) found.set(areaCode, [state])
      else known.push(state)
    }
  }
  return found
}

let countries: Lists | undefined
const zonesByCountry = (): Lists => (countries ??= parseCountries())

const parseCountries = (): Lists =>
  new Map(countryZones.split("|").map((entry) => [entry.slice(0, 2), entry.slice(3).split(" ")]))
