import { errorObject, type ErrorDetail } from "./ErrorBody.ts"
import type { Fault } from "./Fault.ts"
import { json, type Reply } from "./Reply.ts"

/** The answer that a fault puts in the place of the real one; null where the real one is needed (`delay`, `truncate`). */
export const faultReply = (fault: Fault, requestId: string, callIdKey: string): Reply | null => {
  const retryAfter: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { "retry-after": String(fault.retryAfterSeconds) }
  switch (fault.kind) {
    case "delay":
    case "truncate":
      return null
    case "drop":
      return { status: 502, headers: {}, body: "", fault: "drop" }
    case "html":
      return { status: fault.status ?? 502, headers: { "content-type": "text/html; charset=UTF-8" }, body: page(fault) }
    case "rate-limited":
      return errorObject(429, requestId, tooMany(fault.code ?? "rate_limit_exceeded"), retryAfter)
    case "status":
      return errorObject(fault.status ?? 502, requestId, detailOf(fault.status ?? 502), retryAfter)
    case "no-ids":
      return json(200, { success: true, message: "Success", conversation_id: null, [callIdKey]: null })
    case "not-success":
      return json(200, {
        success: false,
        message: "HTTP 401 error: Unable to create record: Authenticate",
        conversation_id: null,
        [callIdKey]: null
      })
  }
}

const tooMany = (code: string): ErrorDetail => ({
  type: "rate_limit_error",
  code,
  message: "Too many requests. Please try again later.",
  status: code === "concurrent_limit_exceeded" ? "too_many_concurrent_requests" : code
})

const detailOf = (status: number): ErrorDetail => {
  const [type, code, message] = details[status] ?? (status >= 500 ? serverError : clientError)
  return { type, code, message }
}

type Wording = readonly [type: string, code: string, message: string]

const serverError: Wording = ["internal_error", "internal_error", "An internal error occurred."]
const clientError: Wording = ["invalid_request", "invalid_parameters", "The request cannot be served."]

const details: Readonly<Record<number, Wording>> = {
  401: ["authentication_error", "unauthorized", "Not authorized."],
  402: ["payment_required", "insufficient_credits", "This request exceeds your quota."],
  403: ["authorization_error", "forbidden", "You may not do this."],
  404: ["not_found", "document_not_found", "Document not found."],
  409: ["conflict", "already_running", "The request conflicts with another."],
  503: ["service_unavailable", "service_unavailable", "The service is unavailable."]
}

const page = (fault: Fault): string =>
  `<!DOCTYPE html>\n<html><head><title>${fault.status ?? 502}: Bad gateway</title></head>` +
  `<body><h1>Error ${fault.status ?? 502}</h1><p>The web server reported a bad gateway error.</p></body></html>\n`
