import { Result } from "effect"
import { InvalidRequest } from "./CallErrors.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import { readPhoneNumber } from "./ReadPhoneNumber.ts"

/**
 * Reads a number for the do-not-call list: every number that exists may be on it, whatever its type. A short number is
 * refused, since it belongs to no list that reaches across countries and is never dialled from here. So is one without
 * `+` where no region is named, and one that reads two ways: another person's number would be on the list.
 */
export const readSuppressedNumber = (input: string, region?: string): Result.Result<PhoneNumber, InvalidRequest> => {
  const digits = input.replace(/[^0-9]/g, "")
  if (/^[0-9 .()+-]+$/.test(input) && digits.length > 0 && digits.length <= longestShort) {
    return Result.fail(
      problem(
        "short-number",
        `${digits} is a short number. Those work within one country only and are never dialled from here, so none needs to be on the list.`
      )
    )
  }
  if (region === undefined && /^[0-9 .()-]+$/.test(input.trim())) {
    return Result.fail(
      problem(
        "national-number",
        `${input.trim()} may be a number of any country. Write it with its +, or name the region in which it is to be read.`
      )
    )
  }
  return Result.mapError(readPhoneNumber(input, { defaultRegion: region }), (error) =>
    error._tag === "InvalidRequest"
      ? new InvalidRequest({ problems: error.problems.map((told) => ({ ...told, field: "number" })) })
      : problem(error.code, error.reason)
  )
}

/** Short codes have up to six digits, and so do emergency numbers. */
const longestShort = 6

const problem = (code: string, message: string): InvalidRequest =>
  new InvalidRequest({ problems: [{ code, field: "number", message }] })
