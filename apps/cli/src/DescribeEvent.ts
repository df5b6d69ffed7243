import { CallEvent } from "@outbound-call/core/CallEvent"
import { plain } from "@outbound-call/core/RenderTranscript"
import { Schema } from "effect"
import { instant } from "./DescribeCall.ts"

const encodeEvent = Schema.encodeSync(CallEvent)

/** An event as JSON. */
export const eventJson = (event: CallEvent) => encodeEvent(event)

/** An event in one line. */
export const eventLine = (event: CallEvent): string => {
  const what = event.type === "status" ? event.status : event.type
  const why = event.type === "status" && event.message !== null ? `  ${plain(event.message)}` : ""
  return `  ${instant(event.at)}  ${what}${why}`
}
