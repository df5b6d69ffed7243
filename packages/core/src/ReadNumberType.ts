import libphonenumber from "google-libphonenumber"
import type { NumberType } from "./NumberType.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"

/** The type of a number; `no-country` for satellite networks, international free-phone and the like. */
export const typeOf = (number: PhoneNumber): NumberType => {
  const parsed = phoneNumbers.parse(number)
  return phoneNumbers.getRegionCodeForNumber(parsed) === countryless
    ? "no-country"
    : (types[phoneNumbers.getNumberType(parsed)] ?? "unknown")
}

/** The ISO region of a number, or undefined for a number outside any country. */
export const regionOf = (number: PhoneNumber): string | undefined => {
  const region = phoneNumbers.getRegionCodeForNumber(phoneNumbers.parse(number)) ?? undefined
  return region === countryless ? undefined : region
}

/** The numbering plan's region 001. */
const countryless: string = "001"

const { PhoneNumberType } = libphonenumber

const types: { readonly [type: number]: NumberType } = {
  [PhoneNumberType.MOBILE]: "mobile",
  [PhoneNumberType.FIXED_LINE]: "fixed-line",
  [PhoneNumberType.FIXED_LINE_OR_MOBILE]: "fixed-line-or-mobile",
  [PhoneNumberType.VOIP]: "voip",
  [PhoneNumberType.TOLL_FREE]: "toll-free",
  [PhoneNumberType.PREMIUM_RATE]: "premium-rate",
  [PhoneNumberType.SHARED_COST]: "shared-cost",
  [PhoneNumberType.PERSONAL_NUMBER]: "personal",
  [PhoneNumberType.PAGER]: "pager",
  [PhoneNumberType.UAN]: "uan",
  [PhoneNumberType.VOICEMAIL]: "voicemail"
}

const phoneNumbers = libphonenumber.PhoneNumberUtil.getInstance()
