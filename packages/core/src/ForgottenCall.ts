import type { DateTime } from "effect"
import type { Call } from "./Call.ts"

/**
 * What stays of a call whose retention is over: which it was, whose, when, through which account and agent, and how it
 * ended. Its conversation id stays as well, by which a person can still be erased at the provider; and of an approval
 * that there was one.
 */
export const forgottenCall = (call: Call, at: DateTime.Utc): Call => ({
  ...call,
  to: null,
  variables: {},
  userId: call.id,
  problem: call.problem === null ? null : { ...call.problem, message: "What was said of it was forgotten." },
  approval: call.approval === null ? null : { ...call.approval, reasons: [], decidedBy: null },
  absences: { provider: [], carrier: [] },
  forgottenAt: at
})
