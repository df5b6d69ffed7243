import { type CallView, isFinal } from "@outbound-call/core/Call"
import type { Failure } from "./Failure.ts"

/** What an interruption left behind. */
export const interruption = (underWay: CallView | null): Failure => {
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
  return {
    ...base,
    message: `Interrupted. ${standing(underWay)} ${underWay.nextStep}`,
    phoneMayHaveRung: underWay.phoneMayHaveRung,
    retrySafe: underWay.retrySafe,
    nextStep: underWay.nextStep,
    callId: underWay.id
  }
}

const standing = (call: CallView): string => {
  if (call.status === "unknown") return `The dial of ${call.id} had no clear answer: a phone may be ringing.`
  return isFinal(call) ? `The call ${call.id} is ${call.status}.` : `The call ${call.id} is under way and goes on.`
}
