import { DateTime } from "effect"
import { type Call, isFinal, isUnheard } from "./Call.ts"

/**
 * Why a call that is old enough is kept all the same. `attention`: a person must look at it. `unheard`: its conversation
 * was not read, so whether the person wants no more calls is not known; it is kept twice as long. `untold`: a webhook of
 * the provider waits for its check, or a message about it for its delivery.
 */
export type KeptFor = "attention" | "unheard" | "untold"

/** How many calls are kept for each reason. */
export type Kept = { readonly [reason in KeptFor]: number }

export const noneKept: Kept = { attention: 0, unheard: 0, untold: 0 }

/** Whether a call is over, and nothing happened to it since an instant. */
export const isOverSince = (call: Call, instant: DateTime.Utc): boolean =>
  isFinal(call) &&
  [call.createdAt, call.endedAt, call.analysedAt].every((at) => at === null || DateTime.isLessThan(at, instant))

/** As far as the call itself tells. What was not read is no longer waited for when it was over before `unheardBefore`. */
export const keptFor = (call: Call, unheardBefore: DateTime.Utc): Exclude<KeptFor, "untold"> | null => {
  if (call.attention !== null) return "attention"
  return isUnheard(call) && !isOverSince(call, unheardBefore) ? "unheard" : null
}
