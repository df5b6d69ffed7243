import { Result, Schema } from "effect"
import { isJsonObject } from "./ClientData.ts"
import { invalid, type FieldProblem } from "./ErrorBody.ts"
import type { Reply } from "./Reply.ts"

/** The body of a dial, checked. */
export interface DialRequest {
  readonly agentId: string
  readonly phoneNumberId: string
  readonly toNumber: string
  readonly clientData: Schema.JsonObject
  readonly ringingTimeout: number
}

/** Reads the body of a dial; fails with the 422 answer that names every problem. */
export const readDialRequest = (body: string): Result.Result<DialRequest, Reply> => {
  const parsed = Schema.decodeResult(Schema.fromJsonString(Schema.Json))(body)
  if (Result.isFailure(parsed)) {
    return Result.fail(invalid([{ type: "json_invalid", loc: ["body", 0], msg: "JSON decode error", input: {} }]))
  }
  if (!isJsonObject(parsed.success)) {
    return Result.fail(invalid([{ type: "model_attributes_type", loc: ["body"], msg: objectExpected }]))
  }
  const fields = new Fields(parsed.success, ["body"])
  const clientData = fields.object("conversation_initiation_client_data")
  const telephony = fields.object("telephony_call_config")
  fields.boolean("call_recording_enabled")
  const request: DialRequest = {
    agentId: fields.required("agent_id"),
    phoneNumberId: fields.required("agent_phone_number_id"),
    toNumber: fields.required("to_number"),
    clientData: clientData.value,
    ringingTimeout: telephony.integer("ringing_timeout_secs", 1, 999) ?? 60
  }
  clientData.object("dynamic_variables")
  clientData.object("conversation_config_override")
  clientData.optional("user_id")
  const problems = [...fields.problems, ...clientData.problems, ...telephony.problems]
  return problems.length === 0 ? Result.succeed(request) : Result.fail(invalid(problems))
}

const objectExpected = "Input should be a valid dictionary or object to extract fields from"

class Fields {
  readonly problems: Array<FieldProblem> = []
  readonly value: Schema.JsonObject
  private readonly path: ReadonlyArray<string>

  constructor(value: Schema.JsonObject, path: ReadonlyArray<string>) {
    this.value = value
    this.path = path
  }

  required(name: string): string {
    const value = this.value[name]
    if (value === undefined) this.report(name, "missing", "Field required")
    else if (typeof value !== "string") this.report(name, "string_type", "Input should be a valid string")
    return typeof value === "string" ? value : ""
  }

  optional(name: string): void {
    const value = this.value[name]
    if (value !== undefined && value !== null && typeof value !== "string") {
      this.report(name, "string_type", "Input should be a valid string")
    }
  }

  boolean(name: string): void {
    const value = this.value[name]
    if (value !== undefined && value !== null && typeof value !== "boolean") {
      this.report(name, "bool_type", "Input should be a valid boolean")
    }
  }

  integer(name: string, minimum: number, maximum: number): number | null {
    const value = this.value[name]
    if (value === undefined || value === null) return null
    if (typeof value !== "number" || !Number.isInteger(value)) {
      this.report(name, "int_type", "Input should be a valid integer")
      return null
    }
    if (value < minimum) {
      this.report(name, "greater_than_equal", `Input should be greater than or equal to ${minimum}`)
    }
    if (value > maximum) this.report(name, "less_than_equal", `Input should be less than or equal to ${maximum}`)
    return value
  }

  object(name: string): Fields {
    const value = this.value[name]
    if (isJsonObject(value)) return new Fields(value, [...this.path, name])
    if (value !== undefined && value !== null) this.report(name, "model_attributes_type", objectExpected)
    return new Fields({}, [...this.path, name])
  }

  private report(name: string, type: string, msg: string): void {
    const input = this.value[name]
    this.problems.push({ type, loc: [...this.path, name], msg, ...(input === undefined ? {} : { input }) })
  }
}
