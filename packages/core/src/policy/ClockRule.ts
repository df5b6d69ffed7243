import { allow, type PolicyRule, refuse } from "./PolicyRule.ts"

/** By a wrong clock a call comes at night, and limits count wrongly. */
export const clock: PolicyRule = {
  id: "clock",
  judge: ({ facts: { clockOffsetMillis }, history: { clock: shared }, profile: { laws } }) => {
    if (!laws) return allow("The clock is not checked.")
    if (clockOffsetMillis === null) return refuse("The provider's clock is not known, so ours cannot be checked.")
    if (isClockWrong(clockOffsetMillis)) {
      return refuse(
        `The clock of this machine is ${seconds(clockOffsetMillis)} s away from the provider's. Correct it.`
      )
    }
    const ledgerOffset = clockOffsetMillis - (shared?.aheadMillis ?? 0)
    return isClockWrong(ledgerOffset)
      ? refuse(`The clock of the database is ${seconds(ledgerOffset)} s away from the provider's. Correct it.`)
      : allow("The clock agrees with the provider's.")
  }
}

/** Whether a clock is too far from the provider's to be relied on. */
export const isClockWrong = (offsetMillis: number): boolean => Math.abs(offsetMillis) >= 60_000

const seconds = (millis: number): number => Math.round(Math.abs(millis) / 1000)
