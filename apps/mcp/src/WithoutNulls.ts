/**
 * What is not there is left out of a tool's answer, since a model reads every `null`; the schema of the answer says the
 * same: a field that may be null is one that may be missing.
 */
export const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) => (isLeftOut(key, entry) ? [] : [[key, withoutNulls(entry)]]))
  )
}

/** That a next step has no tool is told. */
const always = "tool"

const isLeftOut = (key: string, entry: unknown): boolean => entry === null && key !== always

/** The JSON Schema of what `withoutNulls` leaves of a value that fits the given one. */
export const schemaWithoutNulls = (schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const { properties, required, ...rest } = schema
  if (!isRecord(properties) || !Array.isArray(required)) return mapped(schema)
  const optional = new Set(
    Object.keys(properties).filter((name) => name !== always && nonNull(properties[name]) !== null)
  )
  return {
    ...mapped(rest),
    properties: mapped(
      Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, optional.has(name) ? nonNull(property) : property])
      )
    ),
    required: required.filter((name) => !optional.has(String(name)))
  }
}

const mapped = (schema: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(schema).flatMap(([key, entry]) => (saysNothing(key, entry) ? [] : [[key, inner(entry)]]))
  )

const inner = (entry: unknown): unknown => {
  if (Array.isArray(entry)) return entry.map(inner)
  return isRecord(entry) ? schemaWithoutNulls(entry) : entry
}

/** What every schema allows anyway, and the bounds of all whole numbers. */
const saysNothing = (key: string, entry: unknown): boolean =>
  (key === "additionalProperties" && entry === true) ||
  entry === Number.MAX_SAFE_INTEGER ||
  entry === Number.MIN_SAFE_INTEGER

/** The one other alternative beside null; null when the schema has no such form. */
const nonNull = (schema: unknown): unknown => {
  if (!isRecord(schema) || !Array.isArray(schema["anyOf"])) return null
  const { anyOf, ...annotations } = schema
  const others = (anyOf as ReadonlyArray<unknown>).filter((one) => !(isRecord(one) && one["type"] === "null"))
  const [only] = others
  return others.length === 1 && isRecord(only) && others.length < (anyOf as ReadonlyArray<unknown>).length
    ? { ...only, ...annotations }
    : null
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
