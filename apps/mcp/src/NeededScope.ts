import { type KeyScope, mayDo, type Principal } from "@outbound-call/core"
import { Option, Schema } from "effect"
import { readCallUri } from "./CallUri.ts"
import type { Offered } from "./Offered.ts"

/**
 * The scope that whoever asks lacks for what a body asks for: a tool, or resources; null when nothing is missing. A body
 * that cannot be read needs none: it comes to nothing.
 */
export const missingScope = (body: string, offered: Offered, principal: Principal): KeyScope | null =>
  messagesIn(body)
    .flatMap((message) => neededScopes(message, offered))
    .find((scope) => !mayDo(principal, scope)) ?? null

/** The ids of the calls whose news a body subscribes to. */
export const subscribedCalls = (body: string): ReadonlyArray<string> =>
  messagesIn(body).flatMap((message) => subscribedUris(message).flatMap((uri) => readCallUri(uri)?.id ?? []))

const messagesIn = (body: string): ReadonlyArray<unknown> => {
  const message = Option.getOrNull(decode(body))
  return Array.isArray(message) ? message : [message]
}

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Unknown))

const neededScopes = (message: unknown, offered: Offered): ReadonlyArray<KeyScope> => {
  if (!isRecord(message) || !isRecord(message["params"])) return []
  const { name, uri } = message["params"]
  switch (message["method"]) {
    case "tools/call":
      return [offered.get(String(name)) ?? []].flat()
    case "resources/read":
      return [scopeOfResource(String(uri))]
    case "completion/complete":
      return ["calls:read"]
    default:
      return subscribedUris(message).map(scopeOfResource)
  }
}

const subscribedUris = (message: unknown): ReadonlyArray<string> => {
  if (!isRecord(message) || !isRecord(message["params"])) return []
  const { notifications, uri } = message["params"]
  switch (message["method"]) {
    case "resources/subscribe":
      return [String(uri)]
    case "subscriptions/listen": {
      const uris = isRecord(notifications) ? notifications["resourceSubscriptions"] : undefined
      return Array.isArray(uris) ? uris.map(String) : []
    }
    default:
      return []
  }
}

/** What a key needs to read a resource. */
export const scopeOfResource = (uri: string): KeyScope =>
  uri.endsWith("/transcript") ? "transcripts:read" : "calls:read"

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
