import type { Schema } from "effect"
import { durationSeconds, type CallRecord } from "./CallRecord.ts"
import { userId } from "./ClientData.ts"
import { knownVariables } from "./KnownVariables.ts"
import { phoneCall, sipError } from "./PhoneCall.ts"
import type { Switches } from "./Switches.ts"
import { startSeconds } from "./World.ts"
import { analysis, terminationReason } from "./Verdict.ts"
import { transcript } from "./Transcript.ts"

/** What `GET /v1/convai/conversations/{id}` answers. */
export const conversation = (record: CallRecord, switches: Switches): Schema.JsonObject => {
  const { dial } = record
  const recorded = hasRecording(record)
  return {
    agent_id: dial.agentId,
    agent_name: record.agent.name,
    conversation_id: dial.conversationId,
    status: statusWord(record, switches),
    user_id: userId(dial.clientData),
    branch_id: null,
    version_id: null,
    environment: "production",
    tag_ids: [],
    has_audio: recorded,
    has_user_audio: recorded,
    has_response_audio: recorded,
    has_auxiliary_audio: false,
    metadata: metadata(record, switches),
    analysis: analysis(record),
    transcript: transcript(record),
    conversation_initiation_client_data: clientData(record),
    ...(switches.unknownFields ? { emulator_future_field: { nested: [1, "two", null] } } : {})
  }
}

/** Whether there is audio to fetch: after the end of a call in which something was said. */
export const hasRecording = (record: CallRecord): boolean => record.status === "done" && record.turns.length > 0

/** The status as the wire says it. */
export const statusWord = (record: CallRecord, switches: Switches): string =>
  record.status === "processing" && switches.unknownStatus !== null ? switches.unknownStatus : record.status

/** How conversations of this provider say where they came from. */
export const initiationSource = (record: CallRecord): string => record.dial.provider

const metadata = (record: CallRecord, switches: Switches): Schema.JsonObject => {
  const start = startSeconds(record.dial)
  const { answeredAt } = record.timeline
  const duration = durationSeconds(record)
  return {
    start_time_unix_secs: start,
    accepted_time_unix_secs: record.answered && answeredAt !== null ? start + Math.round(answeredAt) : null,
    call_duration_secs: duration,
    queue_wait_secs: null,
    cost: record.over ? duration * 7 : null,
    cost_fiat: record.over ? Math.round(duration * 0.16) / 100 : null,
    termination_reason: terminationReason(record),
    error: failure(record),
    warnings: [],
    phone_call: phoneCall(record, switches),
    batch_call: null,
    authorization_method: "public",
    charging: null,
    deletion_settings: null,
    feedback: null,
    features_usage: {
      voicemail_detection: { enabled: true, used: record.over && record.timeline.ending === "voicemail" }
    },
    main_language: record.over ? "en" : null,
    text_only: false,
    conversation_initiation_source: initiationSource(record),
    timezone: null,
    ...(switches.unknownFields ? { emulator_future_metadata: "new" } : {})
  }
}

const failure = (record: CallRecord): Schema.JsonObject | null => {
  if (!record.over) return null
  if (record.startFailure !== null) return { code: 1008, reason: record.startFailure }
  const refusal = record.dial.provider === "sip_trunk" ? sipError(record) : null
  return refusal === null ? null : { ...refusal }
}

const clientData = (record: CallRecord): Schema.JsonObject => ({
  conversation_config_override: {},
  custom_llm_extra_body: {},
  source_info: null,
  ...record.dial.clientData,
  user_id: userId(record.dial.clientData),
  dynamic_variables: knownVariables(record.dial, durationSeconds(record))
})
