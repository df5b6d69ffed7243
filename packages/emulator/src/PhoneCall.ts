import type { Schema } from "effect"
import type { CallRecord } from "./CallRecord.ts"
import type { Ending } from "./Callee.ts"
import { numberOf } from "./PhoneNumber.ts"
import type { Switches } from "./Switches.ts"

/** `metadata.phone_call`: its shape follows the provider of the phone number. */
export const phoneCall = (record: CallRecord, switches: Switches): Schema.JsonObject => {
  const { dial } = record
  const ends = {
    direction: "outbound",
    phone_number_id: dial.phoneNumberId,
    agent_number: numberOf(dial.phoneNumberId),
    external_number: dial.toNumber
  }
  const result: Schema.JsonObject = switches.legacy ? {} : { call_result: callResult(record) }
  const opaque = dial.conversationId.replace("conv_", "")
  if (dial.provider === "sip_trunk") {
    return {
      type: "sip_trunking",
      ...ends,
      call_sid: dial.callSid,
      call_id: `otb_${opaque}`,
      sip_header_dynamic_variables: {},
      ...result
    }
  }
  return {
    type: dial.provider,
    ...ends,
    stream_sid: record.answered ? `MZ${dial.callSid.slice(2)}` : "",
    call_sid: dial.callSid,
    ...result
  }
}

/** How a SIP INVITE was refused, as the record reports it; null for calls that were picked up or still ring. */
export const sipError = (record: CallRecord): { readonly code: number; readonly reason: string } | null => {
  const refusal = sipRefusals[record.timeline.ending]
  if (refusal === undefined || !record.over) return null
  const [code, text] = refusal
  return { code, reason: `INVITE failed: sip status: ${code}: ${text} (SIP ${code})` }
}

const sipRefusals: Partial<Record<Ending, readonly [code: number, text: string]>> = {
  busy: [486, "Busy Here"],
  "no-answer": [480, "Temporarily Unavailable"],
  declined: [603, "Decline"],
  failed: [404, "Invalid destination number"],
  refused: [403, "Forbidden"]
}

const resultWords: Record<Ending, string | null> = {
  answered: "answered",
  dropped: "answered",
  voicemail: "voicemail",
  busy: "busy",
  "no-answer": "no_answer",
  declined: "busy",
  failed: "failed",
  refused: "failed",
  "rings-for-ever": null,
  canceled: "failed"
}

const callResult = (record: CallRecord): string | null => {
  if (record.elapsed >= record.timeline.endedAt) return resultWords[record.timeline.ending]
  return record.answered ? "answered" : null
}
