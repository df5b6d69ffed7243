import { type KeyScope, mayDo, type Principal } from "@outbound-call/core"
import { Option, Schema } from "effect"
import type { Offered } from "./Offered.ts"

/**
 * The scope that whoever asks lacks for what a body asks for: a tool, or a resource; null when nothing is missing. Of
 * several messages the first counts. A body that cannot be read needs none: it comes to nothing.
 */
export const missingScope = (body: string, offered: Offered, principal: Principal): KeyScope | null => {
  const message = Option.getOrNull(decode(body))
  const messages: ReadonlyArray<unknown> = Array.isArray(message) ? message : [message]
  for (const one of messages) {
    const scope = neededScope(one, offered)
    if (scope !== null && !mayDo(principal, scope)) return scope
  }
  return null
}

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Unknown))

const neededScope = (message: unknown, offered: Offered): KeyScope | null => {
  if (!isRecord(message) || !isRecord(message["params"])) return null
  const { name, uri } = message["params"]
  switch (message["method"]) {
    case "tools/call":
      return offered.get(String(name)) ?? null
    case "resources/read":
    case "resources/subscribe":
      return scopeOfResource(String(uri))
    default:
      return null
  }
}

/** What a key needs to read a resource. */
export const scopeOfResource = (uri: string): KeyScope =>
  uri.endsWith("/transcript") ? "transcripts:read" : "calls:read"

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
