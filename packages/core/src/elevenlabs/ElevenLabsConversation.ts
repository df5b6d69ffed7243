import { DateTime, Option } from "effect"
import { ConversationId } from "../CallIds.ts"
import type { Analysis, Conversation, ConversationSummary, PhoneCall } from "../Conversation.ts"
import type { ToolUse, Turn } from "../Transcript.ts"
import type { ConversationList, ConversationRecord, TranscriptEntry } from "./ElevenLabsWire.ts"

/** The provider's record in our words; `record` is its answer as it came. */
export const toConversation = (wire: ConversationRecord, record: unknown): Conversation => {
  const metadata = wire.metadata ?? {}
  const transcript = wire.transcript ?? []
  return {
    id: ConversationId.make(wire.conversation_id),
    status: toStatus(wire.status),
    agentId: wire.agent_id ?? null,
    agentName: wire.agent_name ?? null,
    branchId: wire.branch_id ?? null,
    versionId: wire.version_id ?? null,
    environment: wire.environment ?? null,
    userId: wire.user_id ?? wire.conversation_initiation_client_data?.user_id ?? null,
    variables: wire.conversation_initiation_client_data?.dynamic_variables ?? {},
    startedAt: toInstant(metadata.start_time_unix_secs),
    answeredAt: toInstant(metadata.accepted_time_unix_secs),
    durationSeconds: toSeconds(metadata.call_duration_secs),
    queueWaitSeconds: metadata.queue_wait_secs ?? null,
    costCredits: metadata.cost ?? null,
    costUsd: metadata.cost_fiat ?? null,
    terminationReason: metadata.termination_reason || null,
    error: metadata.error ? { code: toSeconds(metadata.error.code), reason: metadata.error.reason ?? null } : null,
    warnings: metadata.warnings ?? [],
    language: metadata.main_language ?? null,
    source: metadata.conversation_initiation_source ?? null,
    hasAudio: wire.has_audio ?? false,
    voicemailDetected: metadata.features_usage?.voicemail_detection?.used === true || transcript.some(leftForVoicemail),
    phoneCall: metadata.phone_call ? toPhoneCall(metadata.phone_call) : null,
    analysis: wire.analysis ? toAnalysis(wire.analysis) : null,
    turns: transcript.map(toTurn),
    tagIds: wire.tag_ids ?? [],
    record
  }
}

/** A row of the list in our words. */
export const toSummary = (row: (typeof ConversationList.Type)["conversations"][number]): ConversationSummary => ({
  id: ConversationId.make(row.conversation_id),
  status: toStatus(row.status),
  agentId: row.agent_id ?? null,
  agentName: row.agent_name ?? null,
  direction: row.direction ?? null,
  startedAt: toInstant(row.start_time_unix_secs),
  durationSeconds: toSeconds(row.call_duration_secs),
  messageCount: toSeconds(row.message_count),
  evaluation: row.call_successful ?? null,
  terminationReason: row.termination_reason || null
})

/** `completed` and `ended` are words of older clients for `done`; every other word is kept as it came. */
const toStatus = (word: string): string => (word === "completed" || word === "ended" ? "done" : word)

const toInstant = (seconds: number | null | undefined): DateTime.Utc | null =>
  seconds === null || seconds === undefined || seconds <= 0 ? null : Option.getOrNull(DateTime.make(seconds * 1000))

const toSeconds = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : Math.round(value)

type Metadata = NonNullable<ConversationRecord["metadata"]>

const toPhoneCall = (block: NonNullable<Metadata["phone_call"]>): PhoneCall => ({
  type: block.type ?? "unknown",
  direction: block.direction ?? null,
  phoneNumberId: block.phone_number_id ?? null,
  agentNumber: block.agent_number ?? null,
  externalNumber: block.external_number ?? null,
  callSid: block.call_sid ?? null,
  sipCallId: block.call_id ?? null,
  result: block.call_result ?? null
})

const toAnalysis = (analysis: NonNullable<ConversationRecord["analysis"]>): Analysis => ({
  evaluation: analysis.call_successful ?? "unknown",
  summary: analysis.transcript_summary ?? null,
  title: analysis.call_summary_title ?? null,
  criteria: analysis.evaluation_criteria_results ?? {},
  collectedData: analysis.data_collection_results ?? {}
})

const toTurn = (entry: TranscriptEntry, index: number): Turn => ({
  n: index + 1,
  speaker: entry.role === "user" ? "recipient" : "agent",
  atSeconds: entry.time_in_call_secs ?? 0,
  text: entry.message ?? null,
  interrupted: entry.interrupted ?? false,
  tools: toToolUses(entry)
})

const toToolUses = ({ tool_calls, tool_results }: TranscriptEntry): ReadonlyArray<ToolUse> => {
  const results = tool_results ?? []
  const calls = tool_calls ?? []
  const uses = calls.map((call): ToolUse => {
    const result = results.find(({ request_id }) => request_id !== null && request_id === call.request_id)
    return {
      name: call.tool_name ?? "unknown",
      arguments: call.params_as_json ?? null,
      result: result?.result_value ?? null,
      failed: result?.is_error ?? false
    }
  })
  const alone = results
    .filter(({ request_id }) => !calls.some((call) => call.request_id === request_id))
    .map((result): ToolUse => ({
      name: result.tool_name ?? "unknown",
      arguments: null,
      result: result.result_value ?? null,
      failed: result.is_error ?? false
    }))
  return [...uses, ...alone]
}

const leftForVoicemail = ({ tool_results }: TranscriptEntry): boolean =>
  (tool_results ?? []).some(
    ({ is_error, result, tool_name }) =>
      result?.result_type === "voicemail_detection_success" ||
      (tool_name === "voicemail_detection" && is_error !== true)
  )
