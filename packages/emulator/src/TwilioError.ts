import { json, type Reply } from "./Reply.ts"
import type { Fault } from "./Fault.ts"
import { faultReply } from "./FaultReply.ts"

/** `{code, message, more_info, status}`, as every refusal of Twilio. */
export const twilioError = (
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {}
): Reply => json(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }, headers)

/** 404 of a resource, or of a path. */
export const twilioNotFound = (path: string): Reply =>
  twilioError(404, 20404, `The requested resource ${path} was not found`)

/** A parameter that cannot be used. */
export const invalidParameter = (message: string): Reply => twilioError(400, 20001, message)

/** What a fault puts in the place of Twilio's answer; null where the real one is needed (`delay`, `truncate`). */
export const twilioFault = (fault: Fault): Reply | null => {
  const retryAfter: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { "retry-after": String(fault.retryAfterSeconds) }
  switch (fault.kind) {
    case "status":
      return twilioError(fault.status ?? 502, 20500, "An error occurred.", retryAfter)
    case "rate-limited":
      return twilioError(429, 20429, "Too Many Requests", retryAfter)
    default:
      return faultReply(fault, "", "callSid")
  }
}
