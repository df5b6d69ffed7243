import libphonenumber from "google-libphonenumber"

const library = libphonenumber.PhoneNumberUtil.getInstance()
const { PhoneNumberType } = libphonenumber

/** Something that somebody types or pastes as the number to call. */
export interface Target {
  readonly kind: string
  readonly to: string
  readonly region?: string
}

/** The same numbers for ever: a generator of its own, so that a failure can be looked at. */
export const seeded = (seed: number): ((below: number) => number) => {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
}

/** Numbers of one type in one region: the example of the plan, and others that differ in their last digits. */
const numbersOf = (region: string, type: libphonenumber.PhoneNumberType, most: number): ReadonlyArray<string> => {
  const example = library.getExampleNumberForType(region, type)
  // The library gives an empty number where a plan has no such type.
  if (!example?.getCountryCode()) return []
  const e164 = library.format(example, libphonenumber.PhoneNumberFormat.E164)
  const next = seeded(e164.length + region.charCodeAt(0) * 31 + region.charCodeAt(1))
  const found = new Set([e164])
  for (let tries = 0; tries < 40 && found.size < most; tries++) {
    const changed = e164.slice(0, -4) + String(next(10_000)).padStart(4, "0")
    const parsed = library.parse(changed)
    const isAlike = library.isValidNumber(parsed) && library.getNumberType(parsed) === type
    if (isAlike && library.getRegionCodeForNumber(parsed) === region) found.add(changed)
  }
  return [...found]
}

const refusedTypes = {
  "premium-rate": PhoneNumberType.PREMIUM_RATE,
  "toll-free": PhoneNumberType.TOLL_FREE,
  "shared-cost": PhoneNumberType.SHARED_COST,
  personal: PhoneNumberType.PERSONAL_NUMBER,
  pager: PhoneNumberType.PAGER,
  uan: PhoneNumberType.UAN,
  voicemail: PhoneNumberType.VOICEMAIL
} as const

/** Numbers of every plan whose type is refused, as E.164. */
export const numbersOfRefusedTypes = (): ReadonlyArray<Target> =>
  library
    .getSupportedRegions()
    .flatMap((region) =>
      Object.entries(refusedTypes).flatMap(([kind, type]) =>
        numbersOf(region, type, 2).flatMap((to) => (isOfType(to, type) ? [{ kind, to }] : []))
      )
    )

const isOfType = (number: string, type: libphonenumber.PhoneNumberType): boolean =>
  library.getNumberType(library.parse(number)) === type

/** Regions that share the country code 1 and are neither the United States nor Canada. */
export const islandsOfCode1 = (): ReadonlyArray<Target> =>
  library
    .getSupportedRegions()
    .filter((region) => library.getCountryCodeForRegion(region) === 1 && region !== "US" && region !== "CA")
    .flatMap((region) =>
      [PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE]
        .flatMap((type) => numbersOf(region, type, 6))
        .flatMap((to) => [to, `+1 (${to.slice(2, 5)}) ${to.slice(5, 8)}-${to.slice(8)}`])
        .map((to) => ({ kind: "code 1, and abroad", to }))
    )

const countries =
  "FR US CA GB IE DE ES PT IT NL BE LU AT CH DK SE NO FI PL CZ GR RO HU AU NZ JP KR SG HK IN ID PH BR MX AR CL CO ZA IL AE"

/** A thousand ordinary mobiles and landlines of forty countries, Paris among them. */
export const ordinaryNumbers = (): ReadonlyArray<Target> => [
  ...["+33199000012", "+33 1 99 00 45 67"].map((to) => ({ kind: "Paris", to })),
  ...countries
    .split(" ")
    .flatMap((region) =>
      [PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE].flatMap((type) =>
        numbersOf(region, type, 15).map((to) => ({ kind: region, to }))
      )
    )
]
