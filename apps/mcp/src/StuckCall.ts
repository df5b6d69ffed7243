import { type CallView, isFinal } from "@outbound-call/core"
import { DateTime } from "effect"
import { type NextStep, nothingMore } from "./NextStep.ts"

/** The longest call lasts half an hour; ringing and its record come on top. */
const longestMillis = 2_400_000

/** What a model does about a call that ought to be over by now, and is not; null for every other one. */
export const stepWhenStuck = (call: CallView, now: DateTime.Utc): NextStep | null => {
  const millis = DateTime.toEpochMillis(now) - DateTime.toEpochMillis(call.createdAt)
  if (isFinal(call) || call.status === "planned" || millis < longestMillis) return null
  return nothingMore(
    `It was dialled ${Math.floor(millis / 60_000)} min ago and is still ${call.status}, longer than a call lasts. Waiting on does not help: tell the person, who can look at it with the provider, or end it. Do not place it again.`
  )
}
