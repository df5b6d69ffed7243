import type { Schema } from "effect"
import * as Base64 from "effect/encoding/Base64"
import type { Ending } from "./Callee.ts"
import type { CallRecord } from "./CallRecord.ts"
import { conversation, hasRecording } from "./Conversation.ts"
import { numberOf } from "./PhoneNumber.ts"
import { sipError } from "./PhoneCall.ts"
import { silence } from "./Recording.ts"
import type { Switches } from "./Switches.ts"
import type { WebhookEvent, WebhookSettings } from "./WebhookSettings.ts"
import { startSeconds } from "./World.ts"

/** A webhook that a call gives rise to, and when, in seconds after the dial. */
export interface PlannedWebhook {
  readonly event: WebhookEvent
  readonly at: number
}

/**
 * What a call gives rise to: a failure when nobody picked up, never for a machine; else its transcript, and its recording
 * when there is one; and how a machine detection went, 3 s after pick-up.
 */
export const plannedWebhooks = ({ dial, timeline }: CallRecord): ReadonlyArray<PlannedWebhook> => {
  if (timeline.ending in failures) return [{ event: "call_initiation_failure", at: timeline.endedAt }]
  if (timeline.answeredAt === null) return []
  return [
    ...(dial.provider === "twilio"
      ? [{ event: "answering_machine_detection", at: timeline.answeredAt + 3 } as const]
      : []),
    { event: "transcript", at: timeline.finalAt },
    { event: "audio", at: timeline.finalAt }
  ]
}

/** The type by which a webhook names itself. */
export const typeOf: Record<WebhookEvent, string> = {
  transcript: "post_call_transcription",
  audio: "post_call_audio",
  call_initiation_failure: "call_initiation_failure",
  answering_machine_detection: "answering_machine_detection"
}

/** The body of a webhook; null for a recording that there is not. */
export const webhookBody = (
  { at, event }: PlannedWebhook,
  record: CallRecord,
  switches: Switches,
  shape: WebhookSettings["machineShape"]
): string | null => {
  const data = dataOf(event, record, switches, shape)
  return data === null
    ? null
    : JSON.stringify({ type: typeOf[event], event_timestamp: startSeconds(record.dial) + Math.round(at), data })
}

const dataOf = (
  event: WebhookEvent,
  record: CallRecord,
  switches: Switches,
  shape: WebhookSettings["machineShape"]
): Schema.JsonObject | null => {
  const { agentId: agent_id, callSid, conversationId: conversation_id } = record.dial
  const about = { agent_id, conversation_id }
  switch (event) {
    case "transcript":
      return conversation(record, switches)
    case "audio":
      return hasRecording(record) ? { ...about, full_audio: Base64.encode(silence()) } : null
    case "call_initiation_failure":
      return { ...about, failure_reason: failures[record.timeline.ending] ?? "unknown", metadata: carrierSays(record) }
    case "answering_machine_detection": {
      const verdict = record.timeline.ending === "voicemail" ? "machine_start" : "human"
      if (shape === "twilio") {
        return { ...about, metadata: { type: "twilio", body: { AnsweredBy: verdict, CallSid: callSid } } }
      }
      return { ...about, call_sid: callSid, ...(shape === "flat" ? { answered_by: verdict } : { result: verdict }) }
    }
  }
}

/** Why nobody was reached, for the endings that are reported so. */
const failures: Partial<Record<Ending, "busy" | "no-answer" | "unknown">> = {
  busy: "busy",
  declined: "busy",
  "no-answer": "no-answer",
  failed: "unknown"
}

/** The carrier's last word: Twilio's as texts, whatever they are. */
const carrierSays = (record: CallRecord): Schema.JsonObject => {
  const { callSid, phoneNumberId, provider, toNumber } = record.dial
  const from = numberOf(phoneNumberId)
  if (provider === "sip_trunk") {
    const error = sipError(record)
    return {
      type: "sip",
      body: {
        from_number: from,
        to_number: toNumber,
        sip_status_code: error?.code ?? 480,
        error_reason: error?.reason ?? "",
        call_sid: callSid
      }
    }
  }
  const [status, code] = twilioWords[record.timeline.ending] ?? ["failed", "404"]
  return {
    type: "twilio",
    body: {
      CallSid: callSid,
      AccountSid: `AC${"0".repeat(32)}`,
      CallStatus: status,
      SipResponseCode: code,
      SequenceNumber: "2",
      CallbackSource: "call-progress-events",
      Direction: "outbound-api",
      Duration: "0",
      CallDuration: "0",
      From: from,
      Caller: from,
      To: toNumber,
      Called: toNumber,
      ApiVersion: "2010-04-01"
    }
  }
}

const twilioWords: Partial<Record<Ending, readonly [status: string, sipCode: string]>> = {
  busy: ["busy", "486"],
  declined: ["busy", "603"],
  "no-answer": ["no-answer", "487"],
  failed: ["failed", "404"]
}
