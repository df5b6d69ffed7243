import { Option, Schema } from "effect"
import { ProviderError } from "../CallErrors.ts"
import { readRetryAfter, sentence } from "../Patience.ts"
import { ErrorBody } from "./TwilioWire.ts"

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(ErrorBody))

/** The error of a request that Twilio answered, but not with 200. */
export const errorOfAnswer = (
  status: number,
  body: string,
  headers: { readonly [name: string]: string | undefined }
): ProviderError => {
  const report = Option.getOrNull(decode(body))
  const code = report?.code === null || report?.code === undefined ? "" : ` (${report.code})`
  const said = report?.message ? `: ${sentence(`${report.message}${code}`)}` : " without a readable reason."
  return new ProviderError({
    reason: reasonOf(status),
    detail: `Twilio answered HTTP ${status}${said}`,
    status,
    requestId: headers["twilio-request-id"] ?? null,
    retryAfterSeconds: readRetryAfter(headers["retry-after"]),
    isUnknownRoute: status === 404 && report === null,
    carrier: true
  })
}

const reasonOf = (status: number): ProviderError["reason"] => {
  if (status === 401) return "unauthorized"
  if (status === 403) return "forbidden"
  if (status === 404) return "not-found"
  if (status === 429) return "rate-limited"
  return status >= 500 || status === 408 ? "unavailable" : "unreadable"
}
