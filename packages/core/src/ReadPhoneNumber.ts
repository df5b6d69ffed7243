import libphonenumber from "google-libphonenumber"
import { Result } from "effect"
import { CallRefused, InvalidRequest } from "./CallErrors.ts"
import { PhoneNumber } from "./PhoneNumber.ts"

/** Where the reader and the caller are; both are ISO 3166 regions such as `US`. */
export interface NumberContext {
  /** Set by the user. Only with it is a national number accepted. */
  readonly defaultRegion?: string | undefined
  /** The region of the caller id, used only to detect numbers that read two ways. */
  readonly callerRegion?: string | undefined
}

/**
 * Reads what a person typed as the number to call.
 *
 * Only ASCII digits, space, `-`, `.`, `(`, `)` and a leading `+` are allowed. A missing `+` is added, except where the
 * digits are also a different valid national number of either region of the context: that is refused and shows both
 * readings. Emergency numbers and number types that cost extra or reach a machine are refusals; everything else that
 * does not fit is an invalid request. In each case nothing is dialled.
 */
export const readPhoneNumber = (
  input: string,
  context: NumberContext = {}
): Result.Result<PhoneNumber, InvalidRequest | CallRefused> => {
  const written = input.trim()
  if (!/^\+?[0-9 .()-]+$/.test(written)) {
    return invalid(
      "malformed-number",
      `${quoted(input)} is not a phone number: only the digits 0-9, spaces, - . ( ) and a leading + are understood. Write it as +, country code and number, for example +14155550100.`
    )
  }
  const digits = written.replace(/[^0-9]/g, "")
  if (isEmergency(digits)) {
    return Result.fail(
      new CallRefused({
        code: "emergency-number",
        reason: `${digits} is an emergency number; those are never called.`,
        nextStep: "Call it yourself if you need help.",
        callId: null
      })
    )
  }
  const unknownRegion = [context.defaultRegion, context.callerRegion].find((region) => region && !isRegion(region))
  if (unknownRegion !== undefined) {
    return invalid("unknown-region", `${quoted(unknownRegion)} is not a region. Use two letters such as US, AU or FR.`)
  }
  const number = written.startsWith("+") ? readInternational(digits) : readBare(digits, context)
  return Result.flatMap(number, refuseUnusualType)
}

/** The ISO region of a number, or undefined for a number outside any country. */
export const regionOf = (number: PhoneNumber): string | undefined =>
  phoneNumbers.getRegionCodeForNumber(phoneNumbers.parse(number)) ?? undefined

const readInternational = (digits: string): Result.Result<PhoneNumber, InvalidRequest> => {
  const number = valid(`+${digits}`, undefined)
  if (number === undefined) {
    return invalid(
      "malformed-number",
      `+${digits} is not a number that exists: check the country code and the number of digits.`
    )
  }
  return number === `+${digits}`
    ? Result.succeed(number)
    : invalid("malformed-number", `+${digits} holds a trunk prefix. Did you mean ${number}? Then write it so.`)
}

const readBare = (digits: string, context: NumberContext): Result.Result<PhoneNumber, InvalidRequest> => {
  const international = exact(digits)
  const home = national(digits, context.defaultRegion)
  const caller = national(digits, context.callerRegion)
  const other = [home, caller].find((number) => number !== undefined && number !== international)
  if (international !== undefined && other !== undefined) {
    return invalid(
      "ambiguous-number",
      `${digits} reads two ways: ${international} (${regionOf(international)}) or ${other} (${regionOf(other)}). Write the one you mean with its +.`
    )
  }
  const number = international ?? home
  if (number !== undefined) return Result.succeed(number)
  return caller === undefined
    ? invalid("malformed-number", `${digits} is not a number that exists. Write it as +, country code and number.`)
    : invalid(
        "national-number",
        `${digits} is a national number. Write ${caller} if that is meant, or name its region.`
      )
}

const exact = (digits: string): PhoneNumber | undefined => {
  const number = valid(`+${digits}`, undefined)
  return number === `+${digits}` ? number : undefined
}

const national = (digits: string, region: string | undefined): PhoneNumber | undefined =>
  region === undefined ? undefined : valid(digits, region)

const valid = (text: string, region: string | undefined): PhoneNumber | undefined => {
  const parsed = parse(text, region)
  if (parsed === undefined || !phoneNumbers.isValidNumber(parsed)) return undefined
  const number = phoneNumbers.format(parsed, libphonenumber.PhoneNumberFormat.E164)
  return /^\+[1-9]\d{7,14}$/.test(number) ? PhoneNumber.make(number) : undefined
}

const parse = (text: string, region: string | undefined) => {
  try {
    return phoneNumbers.parse(text, region)
  } catch {
    return undefined
  }
}

const refuseUnusualType = (number: PhoneNumber): Result.Result<PhoneNumber, CallRefused> => {
  const refused = isCountryless(number)
    ? "a satellite or other number that belongs to no country"
    : refusedTypes[phoneNumbers.getNumberType(phoneNumbers.parse(number))]
  return refused === undefined
    ? Result.succeed(number)
    : Result.fail(
        new CallRefused({
          code: "number-type",
          reason: `${number} is ${refused}; such numbers are not called.`,
          nextStep: "Ask for a landline or mobile number.",
          callId: null
        })
      )
}

/** The numbering plan's region 001: satellite networks, international free-phone and the like. */
const isCountryless = (number: PhoneNumber): boolean => regionOf(number) === "001"

const { PhoneNumberType } = libphonenumber

const refusedTypes: { readonly [type: number]: string } = {
  [PhoneNumberType.PREMIUM_RATE]: "a premium-rate number",
  [PhoneNumberType.SHARED_COST]: "a shared-cost number",
  [PhoneNumberType.TOLL_FREE]: "a toll-free number, which is charged to the called party",
  [PhoneNumberType.PERSONAL_NUMBER]: "a personal-numbering number, which may be forwarded anywhere",
  [PhoneNumberType.PAGER]: "a pager",
  [PhoneNumberType.UAN]: "a company-wide access number",
  [PhoneNumberType.VOICEMAIL]: "a voicemail access number",
  [PhoneNumberType.UNKNOWN]: "of a type that the numbering plan does not tell"
}

const phoneNumbers = libphonenumber.PhoneNumberUtil.getInstance()
const shortNumbers = libphonenumber.ShortNumberInfo.getInstance()
const emergencyRegions = phoneNumbers.getSupportedRegions()
const regions: ReadonlyArray<string> = emergencyRegions

const isRegion = (region: string): boolean => regions.includes(region)

const isEmergency = (digits: string): boolean =>
  digits.length <= 6 && emergencyRegions.some((region) => shortNumbers.isEmergencyNumber(digits, region))

const quoted = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)

const invalid = (code: string, message: string): Result.Result<never, InvalidRequest> =>
  Result.fail(new InvalidRequest({ problems: [{ code, field: "to", message }] }))
