import { DateTime } from "effect"
import { CallRefused } from "../CallErrors.ts"
import type { PolicyEvaluation } from "./EvaluatePolicy.ts"
import type { RuleId, Verdict } from "./Verdict.ts"

/**
 * The refusal that an evaluation comes to: the first rule that stands against the call gives the code and the reason,
 * all of them are told. Nothing was dialled.
 */
export const refused = ({ decision, notBefore, refusing, verdicts }: PolicyEvaluation): CallRefused => {
  const asked = decision === "needs-approval" ? refusing.find((verdict) => verdict.decision === decision) : undefined
  const first = asked ?? refusing[0]
  return new CallRefused({
    code: decision === "needs-approval" ? "approval-required" : (first?.rule ?? "clock"),
    reason: refusing.map(({ says }) => says).join(" "),
    nextStep: notBefore === null ? stepFor(first) : `Place it again from ${DateTime.formatIso(notBefore)} on.`,
    callId: null,
    verdicts,
    ...(notBefore === null ? {} : { notBefore })
  })
}

/** From when on a call may be dialled that only has to wait for its turn, in epoch milliseconds; null for every other one. */
export const turnOf = ({ notBefore, refusing }: PolicyEvaluation): number | null =>
  refusing.every(({ rule }) => rule === "pace") && notBefore !== null ? DateTime.toEpochMillis(notBefore) : null

const approvalStep =
  "Place it so that it waits for approval, and let a person say yes (`outbound approvals`); or add the number to the profile's approvedNumbers."

const steps: { readonly [rule in RuleId]?: string } = {
  "emergency-number": "Call it yourself if you need help.",
  "crisis-number": "Call it yourself if you need help.",
  "number-type": "Ask for a landline or mobile number.",
  country: "Add the country to the profile if you mean to call there.",
  "number-list": "Change the profile's lists if this number may be called.",
  suppression: "Do not call it. Only the person may ask to be called again: `outbound suppress remove`.",
  purpose:
    "Use a profile that may make such calls; an API key without one makes none that are requested or sales calls.",
  consent: "Send the record of consent with the request.",
  disclosure: "Change the agent's first message, or send another one with the request.",
  "ringing-timeout": "Let it ring longer.",
  "calling-window": "Name the recipient's time zone, or call in daytime.",
  attempts: "Do not call it again.",
  breaker: "Look at the last calls with `outbound calls`; if they are yours, `outbound policy reopen`.",
  "fan-out":
    "Dialling is stopped. Look at the last calls with `outbound calls`; if they are yours, `outbound policy reopen`.",
  "live-calls": "Wait until a call is over.",
  minutes: "Ask for a shorter call, wait until minutes of the day are free again, or raise the limit of the profile.",
  spend:
    "Wait until money of the day is free again, or raise the budget of the profile; one of null asks for no price.",
  clock: "Set the clock of this machine by a time server.",
  approval: approvalStep,
  "after-transcript": approvalStep,
  "same-number-again": approvalStep
}

const stepFor = (verdict: Verdict | undefined): string =>
  (verdict === undefined ? undefined : steps[verdict.rule]) ?? "See `outbound check` for what every rule says."
