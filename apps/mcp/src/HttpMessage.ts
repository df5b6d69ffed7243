import { Effect, Redacted } from "effect"
import type { Headers, HttpServerRequest } from "effect/http"

/** How many bytes a body has at most. */
export const mostBytes = 256 * 1024

/** The same request, whose body was read already, with other headers. */
export const withHeaders = (
  request: HttpServerRequest.HttpServerRequest,
  headers: Headers.Headers,
  method: string = request.method
): HttpServerRequest.HttpServerRequest =>
  Object.create(request, { headers: { value: headers }, method: { value: method } })

/** The key that a request brings; null when it brings none. Never in the address, which ends up in logs. */
export const keyIn = ({ headers }: HttpServerRequest.HttpServerRequest): Redacted.Redacted | null => {
  const key = /^Bearer +(\S+) *$/i.exec(headers["authorization"] ?? "")?.[1]
  return key === undefined ? null : Redacted.make(key)
}

/** Null when it is too large, by what it says of itself or by what came. */
export const bodyOf = Effect.fnUntraced(function* (request: HttpServerRequest.HttpServerRequest) {
  if (request.method !== "POST") return ""
  if (Number(request.headers["content-length"] ?? "0") > mostBytes) return null
  return yield* Effect.orElseSucceed(request.text, () => null)
})
