import { Effect } from "effect"
import type { ProviderError } from "./CallErrors.ts"

/** Says that the provider asked for fewer requests. */
export const logLimit = ({ retryAfterSeconds }: ProviderError): Effect.Effect<void> =>
  Effect.logWarning(
    `The provider met its limit${retryAfterSeconds === null ? "" : ` and named ${retryAfterSeconds} s`}: calls are looked at less often`
  )
