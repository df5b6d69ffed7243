import { DateTime, Effect } from "effect"
import { isClockWrong } from "./policy/ClockRule.ts"
import { ProviderAccount } from "./ProviderAccount.ts"
import { ClockUnconfirmed } from "./RetentionErrors.ts"

/**
 * Now, if the provider's clock agrees. This machine's may be set right while the provider is asked, so it is read before
 * and after, and the earlier instant is used: by it fewer calls are old.
 */
export const confirmedNow = Effect.gen(function* () {
  const account = yield* ProviderAccount
  const asked = yield* DateTime.now
  const offset = yield* account.clockOffset.pipe(
    Effect.mapError(
      ({ message }) =>
        new ClockUnconfirmed({ reason: "untold", detail: `The provider does not tell the time: ${message}` })
    )
  )
  if (offset === null)
    return yield* new ClockUnconfirmed({ reason: "untold", detail: "The provider does not tell the time." })
  if (!isClockWrong(offset)) return DateTime.min(asked, yield* DateTime.now)
  const seconds = Math.round(Math.abs(offset) / 1000)
  const detail = `The clock of this machine is ${seconds} s ${offset < 0 ? "ahead of" : "behind"} the provider's.`
  return yield* new ClockUnconfirmed({ reason: "apart", detail })
})
