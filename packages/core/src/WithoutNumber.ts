import type { PhoneNumber } from "./PhoneNumber.ts"

/** What is written down for ever must not name the number, however it is written. */
export const withoutNumber = (text: string, number: PhoneNumber): string =>
  text.replaceAll(new RegExp(`(?:\\+?${loosely(number.slice(1, -7))}\\D*)?${loosely(number.slice(-7))}`, "gu"), "…")

const loosely = (digits: string): string => [...digits].join("\\D*")
