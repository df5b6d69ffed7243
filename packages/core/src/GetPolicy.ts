import { Effect } from "effect"
import { type Breaker, Breakers } from "./Breakers.ts"
import type { CallRefused, LedgerError } from "./CallErrors.ts"
import type { CallSettings } from "./CallSettings.ts"
import type { PolicyProfile } from "./policy/PolicyProfile.ts"
import { profileInUse } from "./ProfileInUse.ts"
import { Suppressions } from "./Suppressions.ts"

/** How things stand with the dial policy. */
export interface Policy {
  /** By which the calls of whoever asks are judged. */
  readonly profile: PolicyProfile
  /** Those that stop all dialling now. */
  readonly breakers: ReadonlyArray<Breaker>
  /** How many numbers are on the do-not-call list. */
  readonly suppressed: number
}

/** The policy as it stands for whoever asks. `CallRefused` when the profile of a key is not there any more. */
export const getPolicy = Effect.fn("getPolicy")(function* (): Effect.fn.Return<
  Policy,
  CallRefused | LedgerError,
  CallSettings | Breakers | Suppressions
> {
  const { tripped } = yield* Breakers
  const { count } = yield* Suppressions
  return { profile: yield* profileInUse, breakers: yield* tripped, suppressed: yield* count }
})
