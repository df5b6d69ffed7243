import { PhoneNumber } from "./PhoneNumber.ts"

/**
 * All numbers under which the phone of a number rings, itself first: a mobile phone of Argentina is called with a 9 after
 * the country code from abroad, and rings without it as well.
 */
export const numberForms = (number: PhoneNumber): readonly [PhoneNumber, ...ReadonlyArray<PhoneNumber>] => {
  const mobile = /^\+549(\d{10})$/.exec(number)?.[1]
  if (mobile !== undefined) return [number, PhoneNumber.make(`+54${mobile}`)]
  const other = /^\+54([1-8]\d{9})$/.exec(number)?.[1]
  return other === undefined ? [number] : [number, PhoneNumber.make(`+549${other}`)]
}

/** Whether two numbers ring the same phone. */
export const isSamePhone = (one: PhoneNumber, other: PhoneNumber): boolean => numberForms(one).includes(other)
