import { errorObject, legacyError } from "./ErrorBody.ts"
import type { Reply } from "./Reply.ts"

/** What a request needs to be allowed to do. */
export type Permission = "read" | "write"

/** The refusal of a key, or null when it may do this. Keys that start with `invalid` or `readonly` play those parts. */
export const refuseKey = (key: string | undefined, needs: Permission, requestId: string): Reply | null => {
  if (key === undefined || key === "") {
    return errorObject(401, requestId, {
      type: "authentication_error",
      code: "missing_api_key",
      message: "Neither authorization header nor xi-api-key received, please provide one.",
      status: "needs_authorization"
    })
  }
  if (key.startsWith("invalid")) {
    return errorObject(401, requestId, {
      type: "authentication_error",
      code: "unauthorized",
      message: "Invalid API key",
      status: "invalid_api_key"
    })
  }
  if (needs === "write" && key.startsWith("readonly")) {
    return legacyError(
      401,
      "missing_permissions",
      "The API key you used is missing the permission convai_write to execute this operation."
    )
  }
  return null
}
