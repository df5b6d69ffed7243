import { Option, Schema } from "effect"
import { ProviderError } from "../CallErrors.ts"
import { readRetryAfter, sentence } from "../Patience.ts"
import { ErrorBody } from "./ElevenLabsWire.ts"

/** An error body, read. `code` is the provider's code, or its older status word, or null. */
export interface ErrorReport {
  readonly code: string | null
  readonly message: string
  readonly requestId: string | null
  /** A route that the server does not have, as FastAPI says it. */
  readonly isUnknownRoute: boolean
}

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(ErrorBody))

/** Reads the four forms of an error body; null when it is not the provider's JSON (HTML of a proxy, empty, cut off). */
export const readErrorBody = (body: string): ErrorReport | null => {
  const read = decode(body)
  if (Option.isNone(read)) return null
  const { detail } = read.value
  if (typeof detail === "string") {
    return {
      code: null,
      message: detail,
      requestId: null,
      isUnknownRoute: detail === "Not Found" || detail === "Method Not Allowed"
    }
  }
  if (isFieldList(detail)) {
    const message = detail.map(({ loc, msg }) => `${(loc ?? []).join(".")}: ${msg ?? "invalid"}`).join("; ")
    return { code: "invalid_parameters", message, requestId: null, isUnknownRoute: false }
  }
  return {
    code: detail.code ?? detail.status ?? null,
    message: detail.message ?? detail.code ?? detail.status ?? "no reason given",
    requestId: detail.request_id ?? null,
    isUnknownRoute: false
  }
}

type Detail = (typeof ErrorBody.Type)["detail"]
const isFieldList = (detail: Exclude<Detail, string>): detail is Extract<Detail, ReadonlyArray<unknown>> =>
  Array.isArray(detail)

/** Whether a 401 is about what the key may do and not about the key itself. */
export const isMissingPermission = (body: string): boolean => {
  const code = readErrorBody(body)?.code ?? ""
  return code === "missing_permissions" || code === "insufficient_permissions"
}

/** The error of a read that was answered, but not with 2xx. */
export const errorOfAnswer = (
  status: number,
  body: string,
  headers: { readonly [name: string]: string | undefined }
): ProviderError => {
  const report = readErrorBody(body)
  const said =
    report === null ? `HTTP ${status} without a readable reason.` : `HTTP ${status}: ${sentence(report.message)}`
  return new ProviderError({
    reason: reasonOf(status, body),
    detail: `The provider answered ${said}`,
    status,
    requestId: report?.requestId ?? headers["x-request-id"] ?? null,
    retryAfterSeconds: readRetryAfter(headers["retry-after"]),
    isUnknownRoute: status === 404 && (report === null || report.isUnknownRoute)
  })
}

const reasonOf = (status: number, body: string): ProviderError["reason"] => {
  if (status === 401) return isMissingPermission(body) ? "forbidden" : "unauthorized"
  if (status === 402 || status === 403) return "forbidden"
  if (status === 404) return "not-found"
  if (status === 429) return "rate-limited"
  return status >= 500 || status === 408 ? "unavailable" : "unreadable"
}
