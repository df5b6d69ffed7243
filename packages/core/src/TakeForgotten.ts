import type { DateTime } from "effect"
import { type Call, isFinal, phoneMayHaveRung } from "./Call.ts"
import { forgottenCall } from "./ForgottenCall.ts"
import { type Advanced, unchanged } from "./MoveCall.ts"

/**
 * What is taken of news of a forgotten call, given what the news makes of the call: that it rang, where it was thought
 * that nothing did, and that a person looked at that. Its words stay gone. It has no number that it could block, so it
 * is over all the same.
 */
export const takeForgotten = (call: Call, { call: next, events }: Advanced, now: DateTime.Utc): Advanced => {
  const rang = !phoneMayHaveRung(call) && phoneMayHaveRung(next)
  const isSeen = call.attention !== null && next.attention === null && next.status === call.status
  if (call.forgottenAt === null || (!rang && !isSeen)) return unchanged(call)
  const over: Call = isFinal(next)
    ? next
    : { ...next, status: "failed", endedAt: now, problem: { code: "call-failed", message: "", status: null } }
  return {
    call: forgottenCall(over, call.forgottenAt),
    events: events.map((event) => ({ ...event, status: over.status, message: null, detail: null }))
  }
}
