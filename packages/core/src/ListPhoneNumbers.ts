import { Effect } from "effect"
import type { ProviderError } from "./CallErrors.ts"
import { CallSettings } from "./CallSettings.ts"
import { type CallerNumber, ProviderAccount } from "./ProviderAccount.ts"
import { readKnown } from "./ReadKnown.ts"

/** A number of the account, and whether calls can go out from it. */
export interface UsableNumber extends CallerNumber {
  readonly isUsable: boolean
  /** Calls go out from it when the request names no number. */
  readonly isDefault: boolean
}

/** The numbers of the account. Reads only. */
export const listPhoneNumbers = Effect.fn("listPhoneNumbers")(function* (): Effect.fn.Return<
  ReadonlyArray<UsableNumber>,
  ProviderError,
  CallSettings | ProviderAccount
> {
  const { callerNumber, phoneNumberId } = yield* CallSettings
  const account = yield* ProviderAccount
  const numbers = yield* readKnown(account.callerNumbers)
  return numbers.map((caller) => ({
    ...caller,
    isUsable: caller.carrier !== null && caller.supportsOutbound !== false,
    isDefault:
      phoneNumberId === undefined
        ? callerNumber !== undefined && caller.number === callerNumber
        : caller.id === phoneNumberId
  }))
})
