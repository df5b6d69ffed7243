import libphonenumber from "google-libphonenumber"
import { Result } from "effect"
import { CallRefused, InvalidRequest } from "./CallErrors.ts"
import { PhoneNumber } from "./PhoneNumber.ts"
import type { Verdict } from "./policy/Verdict.ts"

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
 * readings. An emergency number is a refusal; everything else that does not fit is an invalid request. In each case
 * nothing is dialled. Which types of number may be called is for the policy to say.
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
        callId: null,
        verdicts: [emergency]
      })
    )
  }
  const unknownRegion = [context.defaultRegion, context.callerRegion].find((region) => region && !isRegion(region))
  if (unknownRegion !== undefined) {
    return invalid("unknown-region", `${quoted(unknownRegion)} is not a region. Use two letters such as US, AU or FR.`)
  }
  const read = written.startsWith("+") ? readInternational(digits) : readBare(digits, context)
  return Result.map(read, ({ number }) => number)
}

const emergency: Verdict = {
  rule: "emergency-number",
  decision: "refuse",
  says: "It is an emergency number; those are never called.",
  notBefore: null,
  rows: []
}

/** A number, and what the library made of it. */
interface Reading {
  readonly number: PhoneNumber
  readonly parsed: libphonenumber.PhoneNumber
}

const readInternational = (digits: string): Result.Result<Reading, InvalidRequest> => {
  const reading = valid(`+${digits}`, undefined)
  if (reading === undefined) {
    return invalid(
      "malformed-number",
      `+${digits} is not a number that exists: check the country code and the number of digits.`
    )
  }
  return reading.number === `+${digits}`
    ? Result.succeed(reading)
    : invalid("malformed-number", `+${digits} holds a trunk prefix. Did you mean ${reading.number}? Then write it so.`)
}

const readBare = (digits: string, context: NumberContext): Result.Result<Reading, InvalidRequest> => {
  const international = exact(digits)
  const home = national(digits, context.defaultRegion)
  const caller = national(digits, context.callerRegion)
  const other = [home, caller].find((reading) => reading !== undefined && reading.number !== international?.number)
  if (international !== undefined && other !== undefined) {
    return invalid(
      "ambiguous-number",
      `${digits} reads two ways: ${told(international)} or ${told(other)}. Write the one you mean with its +.`
    )
  }
  const reading = international ?? home
  if (reading !== undefined) return Result.succeed(reading)
  return caller === undefined
    ? invalid("malformed-number", `${digits} is not a number that exists. Write it as +, country code and number.`)
    : invalid(
        "national-number",
        `${digits} is a national number. Write ${caller.number} if that is meant, or name its region.`
      )
}

const told = ({ number, parsed }: Reading): string => `${number} (${phoneNumbers.getRegionCodeForNumber(parsed)})`

const exact = (digits: string): Reading | undefined => {
  const reading = valid(`+${digits}`, undefined)
  return reading?.number === `+${digits}` ? reading : undefined
}

const national = (digits: string, region: string | undefined): Reading | undefined =>
  region === undefined ? undefined : valid(digits, region)

const valid = (text: string, region: string | undefined): Reading | undefined => {
  const parsed = parse(text, region)
  if (parsed === undefined || !phoneNumbers.isValidNumber(parsed)) return undefined
  const number = phoneNumbers.format(parsed, libphonenumber.PhoneNumberFormat.E164)
  return /^\+[1-9]\d{7,14}$/.test(number) ? { number: PhoneNumber.make(number), parsed } : undefined
}

const parse = (text: string, region: string | undefined) => {
  try {
    return phoneNumbers.parse(text, region)
  } catch {
    return undefined
  }
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
