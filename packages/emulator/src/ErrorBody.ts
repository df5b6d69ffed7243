import type { Schema } from "effect"
import { json, type Reply } from "./Reply.ts"

/** The provider's newer error object; `status` is the older code and may differ from `code`. */
export interface ErrorDetail {
  readonly type: string
  readonly code: string
  readonly message: string
  readonly status?: string
  readonly param?: string
}

/** One entry of a 422 answer. */
export interface FieldProblem {
  readonly type: string
  readonly loc: ReadonlyArray<string | number>
  readonly msg: string
  readonly input?: Schema.Json
}

/** `{"detail":{type, code, message, status, request_id}}`. */
export const errorObject = (
  httpStatus: number,
  requestId: string,
  detail: ErrorDetail,
  headers: Readonly<Record<string, string>> = {}
): Reply =>
  json(httpStatus, { detail: { ...detail, status: detail.status ?? detail.code, request_id: requestId } }, headers)

/** The older `{"detail":{status, message}}`. */
export const legacyError = (httpStatus: number, status: string, message: string): Reply =>
  json(httpStatus, { detail: { status, message } })

/** `{"detail":"…"}`, as an unknown route answers. */
export const plainError = (httpStatus: number, detail: string): Reply => json(httpStatus, { detail })

/** 422 with a list of what is wrong. */
export const invalid = (problems: ReadonlyArray<FieldProblem>): Reply =>
  json(422, { detail: problems.map((problem) => ({ ...problem })) })

/** 404 of a conversation: also for ids that cannot exist. */
export const conversationNotFound = (requestId: string, id: string): Reply =>
  errorObject(404, requestId, {
    type: "not_found",
    code: "conversation_not_found",
    message: `Conversation with id ${id} not found.`,
    status: "conversation_history_not_found"
  })

/** 404 of an agent: the older code differs from the newer one. */
export const agentNotFound = (requestId: string, id: string): Reply =>
  errorObject(404, requestId, {
    type: "not_found",
    code: "agent_not_found",
    message: `Document with id ${id} not found.`,
    status: "document_not_found"
  })

/** 404 of a phone number. */
export const phoneNumberNotFound = (requestId: string, id: string): Reply =>
  errorObject(404, requestId, {
    type: "not_found",
    code: "phone_number_not_found",
    message: `Phone number with id ${id} not found.`
  })

/** 404 of a tool. */
export const toolNotFound = (requestId: string, id: string): Reply =>
  errorObject(404, requestId, { type: "not_found", code: "tool_not_found", message: `Tool with id ${id} not found.` })
