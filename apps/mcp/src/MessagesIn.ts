import { Option, Result, Schema } from "effect"
import type { HttpServerResponse } from "effect/http"
import * as HttpRefusal from "./HttpRefusal.ts"

/** How many messages a batch has at most: each may be answered by 32 kB. */
const mostMessages = 32

/** How deep a body is nested at most. No message needs more, and what is nested without bound breaks whoever looks into it. */
const deepest = 64

/** The messages of a body, none for an empty one; or the answer to a body that the protocol has no use for. */
export const messagesIn = (
  body: string
): Result.Result<ReadonlyArray<unknown>, HttpServerResponse.HttpServerResponse> => {
  if (depthOf(body) > deepest) return Result.fail(HttpRefusal.tooDeep(deepest))
  const parsed = decode(body)
  if (Option.isNone(parsed)) return Result.fail(HttpRefusal.noJson())
  const messages: ReadonlyArray<unknown> = Array.isArray(parsed.value) ? parsed.value : [parsed.value]
  if (messages.length > mostMessages) return Result.fail(HttpRefusal.tooMany(mostMessages))
  return messages.length > 0 && messages.every(isMessage)
    ? Result.succeed(messages)
    : Result.fail(HttpRefusal.noMessage())
}

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Unknown))

/** How many brackets are open at most, those in texts left out. Each character is looked at once, whatever comes. */
const depthOf = (json: string): number => {
  let depth = 0
  let most = 0
  let inText = false
  for (let at = 0; at < json.length; at++) {
    const character = json[at]
    if (character === '"') inText = !inText
    else if (inText) at += character === "\\" ? 1 : 0
    else if (character === "[" || character === "{") most = Math.max(most, ++depth)
    else if (character === "]" || character === "}") depth--
  }
  return most
}

/** A request, a notification, or an answer. */
const isMessage = (value: unknown): boolean => {
  if (!isRecord(value) || value["jsonrpc"] !== "2.0") return false
  const { id, method } = value
  const isNamed = id === undefined || typeof id === "string" || typeof id === "number"
  return typeof method === "string" ? isNamed : "result" in value !== "error" in value && (isNamed || id === null)
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
