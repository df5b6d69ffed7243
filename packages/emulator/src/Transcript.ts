import type { Schema } from "effect"
import type { CallRecord } from "./CallRecord.ts"
import type { ToolUse, Turn } from "./Dialogue.ts"

/** The turns until now, as the provider writes them. */
export const transcript = (record: CallRecord): ReadonlyArray<Schema.JsonObject> =>
  record.turns.map((turn, index) => turnJson(turn, index, record))

/** The names of the tools used until now. */
export const toolNames = (record: CallRecord): ReadonlyArray<string> =>
  record.turns.flatMap((turn) => (turn.tool === undefined ? [] : [turn.tool.name]))

const turnJson = (turn: Turn, index: number, record: CallRecord): Schema.JsonObject => ({
  role: turn.role,
  agent_metadata:
    turn.role === "agent"
      ? { agent_id: record.dial.agentId, branch_id: null, workflow_node_id: null, version_id: null }
      : null,
  message: turn.message,
  tool_calls: turn.tool === undefined ? [] : [toolCall(turn.tool, index, record)],
  tool_results: turn.tool === undefined ? [] : [toolResult(turn.tool, index, record)],
  feedback: null,
  time_in_call_secs: turn.at,
  conversation_turn_metrics: null,
  rag_retrieval_info: null,
  llm_usage: null,
  interrupted: false,
  original_message: null,
  source_medium: turn.role === "user" ? "audio" : null
})

const toolCall = (tool: ToolUse, index: number, record: CallRecord): Schema.JsonObject => ({
  type: tool.type,
  request_id: requestId(index, record),
  tool_name: tool.name,
  params_as_json: JSON.stringify(tool.params),
  tool_has_been_called: true,
  tool_details: null
})

const toolResult = (tool: ToolUse, index: number, record: CallRecord): Schema.JsonObject => ({
  request_id: requestId(index, record),
  tool_name: tool.name,
  result_value: JSON.stringify(tool.result),
  is_error: false,
  tool_has_been_called: true,
  tool_latency_secs: 0.4,
  dynamic_variable_updates: [],
  type: tool.type,
  ...(tool.type === "system" ? { result: tool.result } : {})
})

const requestId = (index: number, record: CallRecord): string =>
  `${record.dial.conversationId.replace("conv_", "tool_")}_${index}`
