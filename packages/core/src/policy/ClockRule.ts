import { allow, type PolicyRule, refuse } from "./PolicyRule.ts"

/** By a wrong clock a call comes at night, and limits count wrongly. */
export const clock: PolicyRule = {
  id: "clock",
  judge: ({ facts: { clockOffsetMillis }, profile: { laws } }) => {
    if (!laws) return allow("The clock is not checked.")
    if (clockOffsetMillis === null) return refuse("The provider's clock is not known, so ours cannot be checked.")
    const seconds = Math.round(Math.abs(clockOffsetMillis) / 1000)
    return Math.abs(clockOffsetMillis) < 60_000
      ? allow("The clock agrees with the provider's.")
      : refuse(`The clock of this machine is ${seconds} s away from the provider's. Correct it.`)
  }
}
