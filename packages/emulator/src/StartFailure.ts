import type { Schema } from "effect"
import type { Agent } from "./Agent.ts"
import { dynamicVariables, override, overrides } from "./ClientData.ts"
import { placeholdersIn, Tools, variablesOfTool } from "./Tool.ts"

/** Why a conversation of this agent cannot start with this data, in the provider's words; null when it can. */
export const startFailure = (agent: Agent, data: Schema.JsonObject): string | null =>
  forbiddenOverride(agent, data) ?? forbiddenExtra(data) ?? missingVariables(agent, data)

const forbiddenOverride = (agent: Agent, data: Schema.JsonObject): string | null => {
  const path = overrides(data)
    .map(([at]) => at)
    .find((at) => at !== "asr.keywords" && !agent.overridable.includes(at))
  return path === undefined ? null : `Override for field '${path.split(".").at(-1)}' is not allowed by config.`
}

const extras = ["custom_llm_extra_body", "starting_workflow_node_id", "procedure_ids"]

const forbiddenExtra = (data: Schema.JsonObject): string | null => {
  const extra = extras.find((field) => !isEmpty(data[field]))
  return extra === undefined ? null : `Override for field '${extra}' is not allowed by config.`
}

const isEmpty = (value: Schema.Json | undefined): boolean =>
  value === undefined || value === null || (typeof value === "object" && Object.keys(value).length === 0)

const missingVariables = (agent: Agent, data: Schema.JsonObject): string | null => {
  const given = new Set(Object.keys(dynamicVariables(data)))
  const missing = (names: ReadonlyArray<string>) =>
    names.filter((name) => !given.has(name) && !name.startsWith("system__"))
  const needed = [
    ["first message", placeholdersIn(firstMessage(agent, data))],
    ["prompt", placeholdersIn(prompt(agent, data))],
    ["tools", toolsOf(agent).flatMap(variablesOfTool)]
  ] as const
  for (const [place, names] of needed) {
    const absent = missing(names)
    if (absent.length > 0) return missingText(place, absent)
  }
  return null
}

/** What the agent will say first, with its variables still in braces. */
export const firstMessage = (agent: Agent, data: Schema.JsonObject): string => {
  const other = override(data, "agent.first_message")
  return typeof other === "string" ? other : agent.firstMessage
}

/** The provider's sentence for variables that were not given. */
export const missingText = (place: string, names: ReadonlyArray<string>): string =>
  `Missing required dynamic variables in ${place}: {${names.map((name) => `'${name}'`).join(", ")}}`

const prompt = (agent: Agent, data: Schema.JsonObject): string => {
  const other = override(data, "agent.prompt.prompt")
  return typeof other === "string" ? other : agent.prompt
}

const toolsOf = (agent: Agent) => Tools.filter((tool) => agent.toolIds.includes(tool.id))
