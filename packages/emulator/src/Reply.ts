import type { Schema } from "effect"

/** What the emulator answers. `fault` asks the transport to break the answer: close the connection, or cut the body. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
  readonly fault?: "drop" | "truncate"
}

/** A JSON answer. */
export const json = (status: number, body: Schema.Json, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body)
})

/** The first half of a body: what a client receives of a truncated answer. */
export const firstHalf = (reply: Reply): string | Uint8Array => reply.body.slice(0, Math.floor(reply.body.length / 2))
