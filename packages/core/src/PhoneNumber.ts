import { Schema } from "effect"

/**
 * A phone number in E.164: `+`, then 8 to 15 digits. The brand is given only by `readPhoneNumber`, by the ledger and
 * by this schema, which checks the shape and not whether the number exists.
 *
 * Source: ITU-T E.164; Twilio accepts the same form.
 */
export const PhoneNumber = Schema.String.check(Schema.isPattern(/^\+[1-9]\d{7,14}$/u)).pipe(
  Schema.brand("PhoneNumber"),
  Schema.annotate({ description: "Phone number in E.164, for example +14155550100" })
)
export type PhoneNumber = typeof PhoneNumber.Type

/** The number with its middle hidden, for logs, lists and error texts: `+1415•••0100`. Null is that of a forgotten call. */
export const maskPhoneNumber = (number: string | null): string =>
  number === null
    ? "a forgotten number"
    : number.length < 9
      ? "•••"
      : `${number.slice(0, number.length - 7)}•••${number.slice(-4)}`
