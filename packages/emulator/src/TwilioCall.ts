import { DateTime, type Schema } from "effect"
import type { CallRecord } from "./CallRecord.ts"
import type { Ending } from "./Callee.ts"
import { numberOf } from "./PhoneNumber.ts"
import { startSeconds } from "./World.ts"

/** Twilio's words for where a call is. */
export type TwilioStatus =
  | "queued"
  | "ringing"
  | "in-progress"
  | "completed"
  | "busy"
  | "no-answer"
  | "failed"
  | "canceled"

/** Where a call is for Twilio. A call that the provider keeps as `initiated` for ever is not answered here. */
export const twilioStatus = (record: CallRecord): TwilioStatus => {
  const { elapsed, timeline } = record
  if (elapsed >= lineEndsAt(record)) return lastWord(record)
  if (elapsed < timeline.ringsAt) return "queued"
  return record.answered ? "in-progress" : "ringing"
}

/** Whether Twilio has nothing more to end. */
export const isLineDown = (record: CallRecord): boolean => record.elapsed >= lineEndsAt(record)

/** What `GET …/Calls/{sid}.json` answers. Durations are texts, times are RFC 2822. */
export const twilioCall = (record: CallRecord, account: string): Schema.JsonObject => {
  const { dial, timeline } = record
  const created = startSeconds(dial)
  const status = twilioStatus(record)
  const over = isLineDown(record)
  const talked = over && timeline.answeredAt !== null ? Math.round(timeline.endedAt - timeline.answeredAt) : null
  const path = `/2010-04-01/Accounts/${account}/Calls/${dial.callSid}`
  return {
    sid: dial.callSid,
    account_sid: account,
    parent_call_sid: null,
    date_created: rfc2822(created),
    date_updated: rfc2822(created + Math.floor(Math.min(record.elapsed, lineEndsAt(record)))),
    to: dial.toNumber,
    to_formatted: dial.toNumber,
    from: numberOf(dial.phoneNumberId),
    from_formatted: numberOf(dial.phoneNumberId),
    phone_number_sid: `PN${"0".repeat(32)}`,
    status,
    start_time: status === "queued" || status === "canceled" ? null : rfc2822(created + timeline.ringsAt),
    end_time: over ? rfc2822(created + Math.round(lineEndsAt(record))) : null,
    duration: talked === null ? null : String(talked),
    price: null,
    price_unit: "USD",
    direction: "outbound-api",
    answered_by: null,
    annotation: null,
    api_version: "2010-04-01",
    forwarded_from: null,
    group_sid: null,
    caller_name: null,
    queue_time: String(timeline.ringsAt * 1000),
    trunk_sid: null,
    uri: `${path}.json`,
    subresource_uris: { recordings: `${path}/Recordings.json`, events: `${path}/Events.json` }
  }
}

const lineEndsAt = ({ dial, timeline }: CallRecord): number =>
  timeline.ending === "rings-for-ever"
    ? Math.min(dial.hungUpAfter ?? Number.POSITIVE_INFINITY, timeline.ringsAt + dial.ringingTimeout)
    : timeline.endedAt

const lastWord = (record: CallRecord): TwilioStatus =>
  record.timeline.ending === "rings-for-ever" && lineEndsAt(record) === record.dial.hungUpAfter
    ? "canceled"
    : lastWords[record.timeline.ending]

const lastWords: Record<Ending, TwilioStatus> = {
  answered: "completed",
  voicemail: "completed",
  dropped: "completed",
  busy: "busy",
  declined: "busy",
  "no-answer": "no-answer",
  "rings-for-ever": "no-answer",
  failed: "failed",
  refused: "failed",
  canceled: "canceled"
}

const rfc2822 = (seconds: number): string =>
  DateTime.toDateUtc(DateTime.makeUnsafe(seconds * 1000))
    .toUTCString()
    .replace("GMT", "+0000")
