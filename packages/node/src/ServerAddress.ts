import { Effect, Redacted } from "effect"
import { ConfigurationError } from "./LedgerPlace.ts"
import { isLoopback } from "./ReadOrigin.ts"
import { setting } from "./Setting.ts"

/** The server that the commands go through. */
export interface ServerAddress {
  /** Without credentials, query or closing slash. */
  readonly url: string
  readonly apiKey: Redacted.Redacted | undefined
}

/** The server that `OUTBOUND_URL` names. Read from the environment alone. */
export const readServerAddress: Effect.Effect<ServerAddress, ConfigurationError> = Effect.gen(function* () {
  const text = yield* textOf("OUTBOUND_URL")
  const url = URL.parse(text)
  if (url === null || !isAllowed(url)) {
    return yield* new ConfigurationError({
      problems: [
        "OUTBOUND_URL is the https address of a server, without user, password, query or fragment; plain http only for this machine. The key stands in OUTBOUND_API_KEY."
      ]
    })
  }
  const key = yield* textOf("OUTBOUND_API_KEY")
  if (/[^\x21-\x7e]/.test(key)) {
    return yield* new ConfigurationError({
      problems: ["OUTBOUND_API_KEY holds spaces or characters that no key has: copy it again."]
    })
  }
  return { url: url.href.replace(/\/+$/, ""), apiKey: key === "" ? undefined : Redacted.make(key) }
})

const textOf = (name: string): Effect.Effect<string> => Effect.map(setting(name), (text) => text?.trim() ?? "")

const isAllowed = ({ hash, hostname, password, protocol, search, username }: URL): boolean =>
  `${username}${password}${search}${hash}` === "" &&
  (protocol === "https:" || (protocol === "http:" && isLoopback(hostname)))
