import type { Schema } from "effect"

const operators = ["eq", "neq", "gt", "gte", "lt", "lte", "in"] as const
type Operator = (typeof operators)[number]

/** One `name:op:value` of `dynamic_variable_params`. An empty value stands for "not set". */
export interface VariableFilter {
  readonly name: string
  readonly operator: Operator
  readonly value: string
}

/** Reads `name:op:value`; the value may hold colons, the name cannot. A string says what is wrong. */
export const parseVariableFilter = (text: string): VariableFilter | string => {
  const [name, word, ...rest] = text.split(":")
  const operator = operators.find((known) => known === word)
  if (name === undefined || name === "" || rest.length === 0) return "Expected name:operator:value"
  if (operator === undefined) return `Operator should be one of ${operators.join(", ")}`
  const value = rest.join(":")
  const numeric = operator !== "eq" && operator !== "neq" && operator !== "in"
  if (numeric && !isNumber(value)) return `Operator ${operator} needs a number`
  return { name, operator, value }
}

/** Whether these variables pass the filter. */
export const passes = (filter: VariableFilter, variables: Schema.JsonObject): boolean => {
  const actual = variables[filter.name]
  const set = actual !== undefined && actual !== null && actual !== ""
  if (filter.value === "") return filter.operator === "neq" ? set : !set
  if (!set) return filter.operator === "neq"
  const text = typeof actual === "object" ? JSON.stringify(actual) : String(actual)
  switch (filter.operator) {
    case "eq":
      return text === filter.value
    case "neq":
      return text !== filter.value
    case "in":
      return filter.value.split("|").includes(text)
    case "gt":
      return isNumber(text) && Number(text) > Number(filter.value)
    case "gte":
      return isNumber(text) && Number(text) >= Number(filter.value)
    case "lt":
      return isNumber(text) && Number(text) < Number(filter.value)
    case "lte":
      return isNumber(text) && Number(text) <= Number(filter.value)
  }
}

const isNumber = (text: string): boolean => text.trim() !== "" && Number.isFinite(Number(text))
