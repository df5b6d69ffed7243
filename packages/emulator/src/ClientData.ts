import { Predicate, type Schema } from "effect"

/** Reads a field of `conversation_initiation_client_data` as an object; anything else counts as empty. */
export const objectField = (data: Schema.JsonObject, field: string): Schema.JsonObject => {
  const value = data[field]
  return isJsonObject(value) ? value : {}
}

/** Whether this JSON value is an object. */
export const isJsonObject = (value: Schema.Json | undefined): value is Schema.JsonObject => Predicate.isObject(value)

/** The variables given with the dial. */
export const dynamicVariables = (data: Schema.JsonObject): Schema.JsonObject => objectField(data, "dynamic_variables")

/** The user id given with the dial, or null. */
export const userId = (data: Schema.JsonObject): string | null => {
  const id = data["user_id"]
  return typeof id === "string" ? id : null
}

/** The overrides given with the dial, as path and value; a null is no override. */
export const overrides = (data: Schema.JsonObject): ReadonlyArray<readonly [path: string, value: Schema.Json]> =>
  leaves(objectField(data, "conversation_config_override"), "")

/** The value of one override, or undefined. */
export const override = (data: Schema.JsonObject, path: string): Schema.Json | undefined =>
  overrides(data).find(([at]) => at === path)?.[1]

const branches = new Set(["agent", "agent.prompt", "tts", "conversation", "asr", "turn"])

const leaves = (node: Schema.JsonObject, path: string): ReadonlyArray<readonly [string, Schema.Json]> =>
  Object.entries(node).flatMap(([key, value]) => {
    const here = path === "" ? key : `${path}.${key}`
    if (value === null) return []
    return branches.has(here) && isJsonObject(value) ? leaves(value, here) : [[here, value] as const]
  })
