import type { Schema } from "effect"
import { accessInfo } from "./Agent.ts"

/** A tool that agents of the emulated workspace call. */
export interface Tool {
  readonly id: string
  readonly name: string
  readonly apiSchema: Schema.JsonObject
  readonly placeholders: Readonly<Record<string, string>>
}

/** The tools of the emulated workspace. */
export const Tools: ReadonlyArray<Tool> = [
  {
    id: "tool_lookup_case",
    name: "lookup_case",
    apiSchema: {
      url: "https://cases.example.com/cases",
      method: "POST",
      request_headers: {},
      path_params_schema: {},
      query_params_schema: null,
      request_body_schema: {
        type: "object",
        required: ["case_id"],
        description: "The case to look up.",
        properties: {
          case_id: { type: "string", description: "", dynamic_variable: "case_id", constant_value: "" }
        }
      },
      content_type: "application/json"
    },
    placeholders: { case_id: "C-0001" }
  }
]

/** The record that `GET /v1/convai/tools/{id}` answers. */
export const toolRecord = (tool: Tool): Schema.JsonObject => ({
  id: tool.id,
  tool_config: {
    type: "webhook",
    name: tool.name,
    description: "Looks a case up by its number.",
    response_timeout_secs: 20,
    disable_interruptions: false,
    assignments: [],
    dynamic_variables: { dynamic_variable_placeholders: { ...tool.placeholders } },
    api_schema: tool.apiSchema
  },
  access_info: accessInfo,
  usage_stats: { total_calls: 0, avg_latency_secs: 0 }
})

/** The dynamic variables a tool cannot do without. */
export const variablesOfTool = (tool: Tool): ReadonlyArray<string> => [...new Set(variablesIn(tool.apiSchema))]

const variablesIn = (node: Schema.Json): ReadonlyArray<string> => {
  if (typeof node === "string") return placeholdersIn(node)
  if (Array.isArray(node)) return node.flatMap(variablesIn)
  if (typeof node !== "object" || node === null) return []
  return Object.entries(node).flatMap(([key, value]) =>
    (key === "dynamic_variable" || key === "allowed_values_dynamic_variable" || key === "variable_name") &&
    typeof value === "string"
      ? [value]
      : variablesIn(value)
  )
}

/** The names in `{{ name }}` of a text. */
export const placeholdersIn = (text: string): ReadonlyArray<string> => [
  ...new Set([...text.matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g)].map((found) => found[1] ?? ""))
]
