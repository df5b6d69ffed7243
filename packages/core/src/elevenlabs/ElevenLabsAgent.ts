import { AgentId } from "../CallIds.ts"
import type { Agent } from "../ProviderAccount.ts"
import { variablesIn } from "../VariablesIn.ts"
import type { AgentRecord } from "./ElevenLabsWire.ts"

/**
 * What a dial depends on in an agent's record. `tools` are the definitions of the tools it names by id. The names in
 * `dynamic_variable_placeholders` are not defaults on real calls, so they satisfy nothing.
 */
export const toAgent = (id: string, record: AgentRecord, tools: ReadonlyArray<unknown>): Agent => {
  const agent = record.conversation_config?.agent
  const prompt = agent?.prompt
  return {
    id: AgentId.make(id),
    name: record.name ?? null,
    firstMessage: agent?.first_message ?? null,
    language: agent?.language ?? null,
    presets: Object.fromEntries(
      Object.entries(record.conversation_config?.language_presets ?? {}).map(([language, preset]) => [
        language,
        {
          firstMessage: preset?.overrides?.agent?.first_message ?? null,
          maxDurationSeconds: preset?.overrides?.conversation?.max_duration_seconds ?? null
        }
      ])
    ),
    recordsVoice: record.platform_settings?.privacy?.record_voice ?? null,
    maxDurationSeconds: record.conversation_config?.conversation?.max_duration_seconds ?? null,
    variables: {
      firstMessage: variablesIn(agent?.first_message ?? ""),
      prompt: variablesIn(`${prompt?.prompt ?? ""} ${agent?.max_conversation_duration_message ?? ""}`),
      tools: [
        ...new Set([
          ...[...(prompt?.tools ?? []), ...tools, prompt?.built_in_tools].flatMap(toolVariables),
          ...textsIn(record.workflow).flatMap(variablesIn)
        ])
      ],
      placeholders: Object.keys(agent?.dynamic_variables?.dynamic_variable_placeholders ?? {})
    },
    allowedOverrides: allowedOverrides(record)
  }
}

const inputKeys = new Set(["dynamic_variable", "allowed_values_dynamic_variable", "variable_name"])
const outputKeys = new Set(["assignments", "dynamic_variables"])

/** Variables that a tool definition reads; its `assignments` are outputs, its placeholders no inputs. */
const toolVariables = (definition: unknown): ReadonlyArray<string> => {
  if (typeof definition === "string") return variablesIn(definition)
  if (Array.isArray(definition)) return definition.flatMap(toolVariables)
  if (!isRecord(definition)) return []
  return Object.entries(definition).flatMap(([key, value]) => {
    if (outputKeys.has(key)) return []
    if (inputKeys.has(key) && typeof value === "string")
      return value === "" || value.startsWith("system__") ? [] : [value]
    return toolVariables(value)
  })
}

const textsIn = (value: unknown): ReadonlyArray<string> => {
  if (typeof value === "string") return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  return isRecord(value) ? Object.values(value).flatMap(textsIn) : []
}

const allowedOverrides = (record: AgentRecord): Agent["allowedOverrides"] => {
  const allowed = record.platform_settings?.overrides?.conversation_config_override
  const at = (...path: ReadonlyArray<string>): boolean | null =>
    allowed ? isAllowed(path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : value), allowed)) : null
  return {
    firstMessage: at("agent", "first_message"),
    language: at("agent", "language"),
    prompt: at("agent", "prompt", "prompt"),
    voiceId: at("tts", "voice_id"),
    maxDuration: at("conversation", "max_duration_seconds")
  }
}

const isAllowed = (value: unknown): boolean => value === true

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value)
