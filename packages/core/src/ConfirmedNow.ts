import { DateTime, Effect } from "effect"
import { isClockWrong } from "./policy/ClockRule.ts"
import { ProviderAccount } from "./ProviderAccount.ts"
import { ClockUnconfirmed } from "./RetentionErrors.ts"

/** Now, if the provider's clock agrees. Read before it is asked, so that what it agrees with is what is used. */
export const confirmedNow = Effect.gen(function* () {
  const account = yield* ProviderAccount
  const at = yield* DateTime.now
  const offset = yield* account.clockOffset.pipe(
    Effect.mapError(
      ({ message }) => new ClockUnconfirmed({ detail: `The provider does not tell the time: ${message}` })
    )
  )
  if (offset === null) return yield* new ClockUnconfirmed({ detail: "The provider does not tell the time." })
  if (!isClockWrong(offset)) return at
  const seconds = Math.round(Math.abs(offset) / 1000)
  const detail = `The clock of this machine is ${seconds} s ${offset < 0 ? "ahead of" : "behind"} the provider's.`
  return yield* new ClockUnconfirmed({ detail })
})
