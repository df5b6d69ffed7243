import { placeCodes } from "./place-codes.mjs"

/**
 * Encodes prefixes and their zones: the zone names, then for each list of zones the indexes of its names, `=`, and its
 * prefixes in order, each as a letter that says how many digits it shares with the one before (`a` none) and the rest.
 */
export const zoneData = (zonesOf) => {
  const names = [...new Set(Object.values(zonesOf).flatMap((zones) => zones.split("&")))].toSorted()
  const prefixes = Object.keys(zonesOf).toSorted()
  const lists = new Map()
  for (const prefix of prefixes) {
    if (zonesOf[prefix] === zonesOf[longestBelow(prefix, zonesOf)]) continue
    const indexes = zonesOf[prefix].split("&").map((name) => names.indexOf(name))
    const key = indexes.join(",")
    lists.set(key, [...(lists.get(key) ?? []), prefix])
  }
  return `${names.join(" ")}|${[...lists].map(([key, list]) => `${key}=${encode(list)}`).join("|")}`
}

const longestBelow = (prefix, zonesOf) => {
  for (let length = prefix.length - 1; length > 0; length--) {
    if (prefix.slice(0, length) in zonesOf) return prefix.slice(0, length)
  }
  return undefined
}

const encode = (prefixes) =>
  prefixes
    .map((prefix, index) => {
      const before = prefixes[index - 1] ?? ""
      let shared = 0
      while (shared < before.length && before[shared] === prefix[shared]) shared++
      return `${String.fromCodePoint(97 + shared)}${prefix.slice(shared)}`
    })
    .join("")

/** Encodes area codes by place: `US-FL239305…|US-GA…`. Throws on a place that is not known, so that none is lost. */
export const areaCodes = (descriptions, libphonenumber) => {
  const valid = validAreaCodes(libphonenumber)
  const codesOf = new Map()
  for (const [prefix, description] of Object.entries(descriptions)) {
    const areaCode = prefix.slice(0, 3)
    if (!valid.has(areaCode)) continue
    for (const place of placeCodes(description)) {
      codesOf.set(place, (codesOf.get(place) ?? new Set()).add(areaCode))
    }
  }
  const places = [...codesOf].toSorted(([one], [other]) => (one < other ? -1 : 1))
  return places.map(([place, codes]) => `${place}${[...codes].toSorted().join("")}`).join("|")
}

/** The area codes that hold geographic numbers of the United States or Canada. */
const validAreaCodes = ({ PhoneNumberUtil, PhoneNumberType }) => {
  const phoneNumbers = PhoneNumberUtil.getInstance()
  const isGeographic = (areaCode) => {
    const number = phoneNumbers.parse(`+1${areaCode}2345678`)
    return (
      ["US", "CA"].includes(phoneNumbers.getRegionCodeForNumber(number)) &&
      phoneNumbers.getNumberType(number) === PhoneNumberType.FIXED_LINE_OR_MOBILE
    )
  }
  const codes = Array.from({ length: 800 }, (_, index) => String(index + 200))
  return new Set(codes.filter(isGeographic))
}

/** Encodes the zones of each country: `AD=Europe/Andorra|AE=Asia/Dubai|…`. */
export const countryZones = (countries) =>
  Object.entries(countries)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([region, { zones }]) => `${region}=${[...zones].toSorted().join(" ")}`)
    .join("|")
