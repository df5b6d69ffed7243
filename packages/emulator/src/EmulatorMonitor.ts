import { Effect, Redacted } from "effect"
import type { Emulator } from "./Emulator.ts"

/** One message for the monitor socket of a conversation. */
export interface Message {
  readonly url: string
  readonly apiKey: Redacted.Redacted
  readonly text: string
}

/** What became of it, as a client on a socket would see it. */
export type Answer =
  | { readonly type: "sent"; readonly closed: { readonly code: number; readonly reason: string } | null }
  | { readonly type: "refused"; readonly status: number; readonly body: string }
  | { readonly type: "lost"; readonly reason: string }

/** A client of the monitor socket whose every message, to whatever host, is taken by the emulator in this process. */
export const sendTo = ({ monitor }: Emulator["Service"]) =>
  Effect.fnUntraced(function* ({ apiKey, text, url }: Message): Effect.fn.Return<Answer> {
    const headers = { "xi-api-key": Redacted.value(apiKey) }
    const opened = yield* monitor({ method: "GET", url: new URL(url).pathname, headers, body: "" })
    if ("tell" in opened) {
      return yield* opened.tell(text).pipe(
        Effect.map((ended): Answer => ({ type: "sent", closed: ended ? { code: 1000, reason: "" } : null })),
        Effect.catchTag("DialLogError", ({ message }) => Effect.succeed<Answer>({ type: "lost", reason: message }))
      )
    }
    return opened.fault === "drop"
      ? { type: "lost", reason: "The other side closed the connection" }
      : { type: "refused", status: opened.status, body: String(opened.body) }
  })
