import { type KeyScope, mayDo, type Principal } from "@outbound-call/core"
import { readCallUri } from "./CallUri.ts"
import { isRecord } from "./MessagesIn.ts"
import type { Offered } from "./Offered.ts"

/** The scope that whoever asks lacks for what messages ask for: a tool, or resources; null when nothing is missing. */
export const missingScope = (
  messages: ReadonlyArray<unknown>,
  offered: Offered,
  principal: Principal
): KeyScope | null =>
  messages.flatMap((message) => neededScopes(message, offered)).find((scope) => !mayDo(principal, scope)) ?? null

/** The ids of the calls whose news messages subscribe to. */
export const subscribedCalls = (messages: ReadonlyArray<unknown>): ReadonlyArray<string> =>
  messages.flatMap((message) => subscribedUris(message).flatMap((uri) => readCallUri(uri)?.id ?? []))

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
