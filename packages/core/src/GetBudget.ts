import { Clock, Effect } from "effect"
import { accountOf } from "./Call.ts"
import type { CallRefused, LedgerError } from "./CallErrors.ts"
import { PhoneNumberId } from "./CallIds.ts"
import { CallLedger } from "./CallLedger.ts"
import { CallSettings } from "./CallSettings.ts"
import { type Budget, budgetOf } from "./policy/DayTaken.ts"
import { profileInUse } from "./ProfileInUse.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

/**
 * What is left of the day's money in the account that is configured now, by the profile of whoever asks; null where that
 * has no budget. `CallRefused` when the profile of a key is not there any more.
 */
export const getBudget = Effect.fn("getBudget")(function* (): Effect.fn.Return<
  Budget | null,
  CallRefused | LedgerError,
  CallSettings | CallLedger | VoiceProvider
> {
  const { takenInDay } = yield* CallLedger
  const { identity } = yield* VoiceProvider
  const { phoneNumberId } = yield* CallSettings
  const account = accountOf(identity(phoneNumberId ?? anyNumber))
  const profile = yield* profileInUse
  return budgetOf(profile, yield* takenInDay(account, yield* Clock.currentTimeMillis))
})

/** All calling numbers of an account share its budget. */
const anyNumber = PhoneNumberId.make("any")
