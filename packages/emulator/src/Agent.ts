import type { Schema } from "effect"
import type { Switches } from "./Switches.ts"

/** An agent of the emulated workspace. */
export interface Agent {
  readonly id: string
  readonly name: string
  readonly firstMessage: string
  readonly prompt: string
  readonly toolIds: ReadonlyArray<string>
  /** Shown in the agent record; never filled in on a real call. */
  readonly placeholders: Readonly<Record<string, string>>
  readonly overridable: ReadonlyArray<string>
}

/** Every field a dial may ask to override, as a path. */
export const overrideFields: ReadonlyArray<string> = [
  "agent.first_message",
  "agent.language",
  "agent.max_conversation_duration_message",
  "agent.prompt.prompt",
  "agent.prompt.llm",
  "agent.prompt.tool_ids",
  "agent.prompt.tool_ids_strict",
  "agent.prompt.native_mcp_server_ids",
  "agent.prompt.knowledge_base",
  "tts.model_id",
  "tts.voice_id",
  "tts.supported_voices",
  "tts.stability",
  "tts.speed",
  "tts.similarity_boost",
  "tts.pronunciation_dictionary_locators",
  "conversation.text_only",
  "conversation.max_duration_seconds",
  "asr.keywords"
]

/** The agents of the emulated workspace. */
export const Agents: ReadonlyArray<Agent> = [
  {
    id: "agent_demo",
    name: "Demo agent",
    firstMessage: "Hello {{customer_name}}, this is the demo line. Do you have a minute?",
    prompt: "You are a friendly caller. Confirm the details you were given and say goodbye.",
    toolIds: [],
    placeholders: { customer_name: "Sam" },
    overridable: ["agent.first_message", "agent.language"]
  },
  {
    id: "agent_plain",
    name: "Plain agent",
    firstMessage: "Hello, this is a short courtesy call.",
    prompt: "You are a friendly caller.",
    toolIds: [],
    placeholders: {},
    overridable: []
  },
  {
    id: "agent_open",
    name: "Open agent",
    firstMessage: "Hello, how are you today?",
    prompt: "You are a friendly caller.",
    toolIds: [],
    placeholders: {},
    overridable: overrideFields
  },
  {
    id: "agent_tools",
    name: "Case desk",
    firstMessage: "Hello, this is the case desk.",
    prompt: "Look the case up before you answer questions about it.",
    toolIds: ["tool_lookup_case"],
    placeholders: { case_id: "C-0001" },
    overridable: []
  },
  {
    id: "agent_errand",
    name: "Errand agent",
    firstMessage: "Hello, this is an automated assistant with a short errand.",
    prompt: "You run an errand on the phone: {{task}}. Say what you were asked to, and thank the person.",
    toolIds: [],
    placeholders: { task: "Ask for the opening hours.", callee_name: "Sam" },
    overridable: ["agent.first_message", "conversation.max_duration_seconds"]
  }
]

/** The longest call of an agent that was not told otherwise, in seconds. */
export const maxDurationSeconds = 1800

const created = 1_767_225_600

/** The record that `GET /v1/convai/agents/{id}` answers. */
export const agentRecord = (agent: Agent, { monitoring }: Switches): Schema.JsonObject => ({
  agent_id: agent.id,
  name: agent.name,
  conversation_config: {
    asr: { quality: "high", provider: "elevenlabs", user_input_audio_format: "ulaw_8000", keywords: [] },
    turn: { turn_timeout: 7 },
    tts: { model_id: "eleven_flash_v2", voice_id: "voice_demo", agent_output_audio_format: "ulaw_8000" },
    conversation: { text_only: false, max_duration_seconds: maxDurationSeconds, monitoring_enabled: monitoring },
    language_presets: {},
    agent: {
      first_message: agent.firstMessage,
      language: "en",
      max_conversation_duration_message: "",
      dynamic_variables: { dynamic_variable_placeholders: { ...agent.placeholders } },
      prompt: {
        prompt: agent.prompt,
        llm: "gemini-2.5-flash",
        temperature: 0,
        tool_ids: [...agent.toolIds],
        built_in_tools: {
          end_call: null,
          voicemail_detection: {
            type: "system",
            name: "voicemail_detection",
            description: "",
            params: { system_tool_type: "voicemail_detection", voicemail_message: "" }
          }
        },
        tools: [],
        knowledge_base: []
      }
    }
  },
  metadata: { created_at_unix_secs: created, updated_at_unix_secs: created },
  platform_settings: {
    overrides: {
      conversation_config_override: overrideSwitches(agent),
      custom_llm_extra_body: false,
      enable_conversation_initiation_client_data_from_webhook: false,
      enable_starting_workflow_node_id_from_client: false,
      enable_procedure_ids_from_client: false
    },
    call_limits: { agent_concurrency_limit: -1, daily_limit: 100_000, bursting_enabled: true },
    queueing_config: { enabled: false, wait_timeout_seconds: 180 },
    privacy: {
      record_voice: true,
      retention_days: -1,
      delete_transcript_and_pii: false,
      delete_audio: false,
      zero_retention_mode: false
    }
  },
  phone_numbers: [],
  access_info: accessInfo,
  tags: []
})

/** One row of `GET /v1/convai/agents`. */
export const agentRow = (agent: Agent): Schema.JsonObject => ({
  agent_id: agent.id,
  name: agent.name,
  voice_id: "voice_demo",
  tags: [],
  created_at_unix_secs: created,
  access_info: accessInfo,
  last_call_time_unix_secs: null,
  archived: false
})

/** Who made a resource, as the provider reports it. */
export const accessInfo: Schema.JsonObject = {
  is_creator: true,
  creator_name: "Emulator",
  creator_email: "emulator@example.com",
  role: "admin"
}

const overrideSwitches = (agent: Agent): Schema.JsonObject => {
  const root: Branch = {}
  for (const path of overrideFields) {
    const steps = path.split(".")
    const leaf = steps.pop() ?? path
    let branch = root
    for (const step of steps) {
      const next = branch[step]
      branch = branch[step] = typeof next === "object" ? next : {}
    }
    branch[leaf] = agent.overridable.includes(path)
  }
  return root
}

interface Branch {
  [step: string]: Branch | boolean
}
