import { type CallView, isFinal } from "@outbound-call/core/Call"
import type { Failure } from "./Failure.ts"

/** What an interruption left behind. */
export const interruption = (underWay: CallView | "sent" | null): Failure => {
  const base = { code: "Interrupted", ending: "interrupted" as const }
  if (underWay === null) {
    return {
      ...base,
      message: "Interrupted. This command has placed no call.",
      phoneMayHaveRung: false,
      retrySafe: true,
      nextStep: "Nothing is left to do."
    }
  }
  if (underWay === "sent") {
    return {
      ...base,
      message: `Interrupted after the request was sent: a phone may be ringing, and the call goes on. ${runAgain}`,
      phoneMayHaveRung: true,
      retrySafe: false,
      nextStep: runAgain
    }
  }
  return {
    ...base,
    message: `Interrupted. ${standing(underWay)} ${underWay.nextStep}`,
    phoneMayHaveRung: underWay.phoneMayHaveRung,
    retrySafe: underWay.retrySafe,
    nextStep: underWay.nextStep,
    callId: underWay.id
  }
}

const runAgain =
  "See it with `outbound calls`; without --again the same command within 10 minutes is the same call and rings nobody twice."

const standing = (call: CallView): string => {
  if (call.status === "unknown") return `The dial of ${call.id} had no clear answer: a phone may be ringing.`
  return isFinal(call) ? `The call ${call.id} is ${call.status}.` : `The call ${call.id} is under way and goes on.`
}
