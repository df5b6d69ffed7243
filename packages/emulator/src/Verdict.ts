import type { Schema } from "effect"
import type { CallRecord } from "./CallRecord.ts"

/** The provider's opinion on the goal of the call; `unknown` until the call is done. */
export const callSuccessful = (record: CallRecord): "success" | "failure" | "unknown" => {
  if (record.status !== "done" || record.turns.length === 0 || record.timeline.hungUp) return "unknown"
  return record.timeline.ending === "answered" ? "success" : "failure"
}

/** `analysis`: null before the call is done, and for a call that failed. */
export const analysis = (record: CallRecord): Schema.JsonObject | null => {
  if (record.status !== "done") return null
  return {
    call_successful: callSuccessful(record),
    transcript_summary: summary(record),
    call_summary_title: title(record),
    call_success_score: null,
    evaluation_criteria_results: {},
    evaluation_criteria_results_list: [],
    data_collection_results: {},
    data_collection_results_list: [],
    scoped: []
  }
}

/** What the call was about, in a sentence. */
export const summary = (record: CallRecord): string => {
  if (record.turns.length === 0) return ""
  if (record.timeline.hungUp) return "The call was ended before the agent had finished."
  if (record.timeline.ending === "voicemail")
    return "A machine answered. The agent noticed and hung up without a message."
  return record.callee.dialogue === "tool"
    ? "The agent looked up the state of a case and told the person who answered."
    : "The agent confirmed the details it had been given with the person who answered."
}

/** The same in a few words. */
export const title = (record: CallRecord): string => {
  if (record.turns.length === 0) return ""
  if (record.timeline.hungUp) return "Ended early"
  return record.timeline.ending === "voicemail" ? "Reached a voicemail" : "Details confirmed"
}

/** Free text, as the provider gives it; empty while the call lasts. */
export const terminationReason = (record: CallRecord): string => {
  if (record.elapsed < record.timeline.endedAt) return ""
  if (record.timeline.hungUp) return "Call ended by remote party"
  const sip = record.dial.provider === "sip_trunk"
  switch (record.timeline.ending) {
    case "dropped":
      return record.startFailure ?? ""
    case "voicemail":
      return "voicemail_detection tool was called"
    case "declined":
      return sip ? "" : "Call declined"
    case "answered":
      if (record.timeline.hitMaxDuration) return "max_duration_exceeded"
      return sip ? "Client disconnected: 1000" : "Call ended by remote party"
    default:
      return ""
  }
}
