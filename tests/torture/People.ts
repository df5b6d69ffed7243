import { readPhoneNumber } from "@outbound-call/core"
import type { Chance } from "./Chance.ts"

/** Somebody to be called once, under a key that stays the same through every restart. */
export interface Wish {
  readonly to: string
  readonly key: string
}

/** Distinct fictitious numbers (555-0115 to 555-0199 of every area code), which answer and hang up by themselves. */
export const people = (chance: Chance, count: number): ReadonlyArray<Wish> => {
  const chosen = new Set<string>()
  while (chosen.size < count) {
    const to = `+1${chance.between(201, 989)}55501${chance.between(15, 99)}`
    if (readPhoneNumber(to)._tag === "Success") chosen.add(to)
  }
  return [...chosen].map((to) => ({ to, key: `wish-${to}` }))
}
