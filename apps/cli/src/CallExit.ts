import type { CallView, Outcome } from "@outbound-call/core/Call"
import type { Ending } from "./ExitCode.ts"

/** How the process ends for what became of a call. `waited` is false when nobody asked to see its end. */
export const endingOfCall = (call: CallView, waited: boolean): Ending => {
  switch (call.status) {
    case "unknown":
    case "dialing":
      return "unknown"
    case "not-placed":
      return "notDialled"
    case "failed":
      return call.problem?.code === "rejected" ? "notDialled" : endingOfFailed(call)
    case "refused":
      return "refused"
    case "cancelled":
      return call.approval === null ? "notAnswered" : "refused"
    case "done":
      return endingOfOutcome(call.outcome, call.answeredAt !== null)
    case "planned":
    case "initiated":
    case "in-progress":
    case "processing":
      return waited ? "stillGoing" : "done"
  }
}

/** How the process ends for how a call ended. */
export const endingOfOutcome = (outcome: Outcome | null, wasAnswered: boolean): Ending => {
  if (outcome === "answered") return "done"
  return outcome === "failed" && wasAnswered ? "other" : "notAnswered"
}

const endingOfFailed = ({ answeredAt, outcome }: CallView): Ending =>
  outcome === "answered" ? "other" : endingOfOutcome(outcome, answeredAt !== null)
