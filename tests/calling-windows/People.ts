import libphonenumber from "google-libphonenumber"
import type { Chance } from "../torture/Chance.ts"
import { areaCodesOf, splitAreaCodes, zonesByAreaCode } from "./AreaCodes.ts"
import { landlines, manyTimes, oneTime } from "./Landlines.ts"
import { zonesByCountry } from "./ZoneFile.ts"

/** Somebody with a phone, and every zone in which that phone may be, by the lists of this folder. */
export interface Person {
  readonly number: string
  readonly region: string
  /** `CA`, `US-NV` and so on, whose own hours hold for this number whatever is sold. */
  readonly law: ReadonlyArray<string>
  readonly zones: ReadonlyArray<string>
}

const library = libphonenumber.PhoneNumberUtil.getInstance()
const { FIXED_LINE, FIXED_LINE_OR_MOBILE, MOBILE } = libphonenumber.PhoneNumberType

/** Valid numbers, a third of them in split area codes, a third in the rest of North America, a third abroad. */
export const people = (chance: Chance, count: number): ReadonlyArray<Person> => {
  const countries = zonesByCountry()
  const codes = [...zonesByAreaCode.keys()]
  return Array.from({ length: count }, (_, n) => {
    if (n % 3 === 0) return american(chance, splitAreaCodes)
    return n % 3 === 1 ? american(chance, codes) : foreigner(chance, countries)
  })
}

const any = <A>(chance: Chance, items: ReadonlyArray<A>): A => items[chance.between(0, items.length - 1)] as A

const american = (chance: Chance, codes: ReadonlyArray<string>): Person => {
  const code = any(chance, codes)
  const region = (areaCodesOf["CA"] ?? "").includes(code) ? "CA" : "US"
  // Exchange 555, lines 0100 to 0199: numbers that nobody has.
  const number = `+1${code}555${String(chance.between(100, 199)).padStart(4, "0")}`
  const law = Object.keys(areaCodesOf).filter((place) => (areaCodesOf[place] ?? "").includes(code))
  return {
    number,
    region,
    law: [region, ...law.filter((place) => place !== region)],
    zones: zonesByAreaCode.get(code) ?? []
  }
}

const foreigner = (chance: Chance, countries: ReadonlyMap<string, ReadonlyArray<string>>): Person => {
  const isListed = chance.next() < 0.4
  if (isListed) {
    const [prefix, zones] = any(chance, landlines)
    const number = random(chance, prefix, FIXED_LINE)
    if (number !== undefined) return personOf(number, zonesOf(number, zones))
  }
  const region = any(chance, [...oneTime, ...manyTimes])
  const type = oneTime.includes(region) && chance.next() < 0.5 ? FIXED_LINE : MOBILE
  const example = library.getExampleNumberForType(region, type) ?? library.getExampleNumber(region)
  const e164 = library.format(example, libphonenumber.PhoneNumberFormat.E164)
  const number = random(chance, e164.slice(0, -3), type, e164.length) ?? e164
  return personOf(number, countries.get(region) ?? [])
}

/** The longest prefix that is listed decides. */
const zonesOf = (number: string, zones: ReadonlyArray<string>): ReadonlyArray<string> =>
  landlines.filter(([prefix]) => number.startsWith(prefix)).toSorted(([a], [b]) => b.length - a.length)[0]?.[1] ?? zones

const personOf = (number: string, zones: ReadonlyArray<string>): Person => {
  const region = library.getRegionCodeForNumber(library.parse(number)) ?? ""
  return { number, region, law: [region], zones }
}

const random = (
  chance: Chance,
  prefix: string,
  type: libphonenumber.PhoneNumberType,
  exactly?: number
): string | undefined => {
  for (let tries = 0; tries < 200; tries++) {
    const length = exactly ?? chance.between(11, 13)
    const rest = Array.from({ length: length - prefix.length }, () => chance.between(0, 9)).join("")
    const number = prefix + rest
    if (/^\+[1-9]\d{7,14}$/.test(number) && isOfType(number, type)) return number
  }
  return undefined
}

const isOfType = (number: string, type: libphonenumber.PhoneNumberType): boolean => {
  const parsed = library.parse(number)
  return library.isValidNumber(parsed) && [type, FIXED_LINE_OR_MOBILE].includes(library.getNumberType(parsed))
}
