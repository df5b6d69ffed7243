import { readPhoneNumber, typeOf } from "@outbound-call/core"
import type { Chance } from "./Chance.ts"

/** Somebody to be called once, under a key that stays the same through every restart. */
export interface Wish {
  readonly to: string
  readonly key: string
}

/** Distinct fictitious numbers of ordinary types (555-0115 to 555-0199 of every area code), which answer and hang up by themselves. */
export const people = (chance: Chance, count: number): ReadonlyArray<Wish> => {
  const chosen = new Set<string>()
  while (chosen.size < count) {
    const to = `+1${chance.between(201, 989)}55501${chance.between(15, 99)}`
    const number = readPhoneNumber(to)
    if (number._tag === "Success" && typeOf(number.success) === "fixed-line-or-mobile") chosen.add(to)
  }
  return [...chosen].map((to) => ({ to, key: `wish-${to}` }))
}
