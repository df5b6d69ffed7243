import { Effect, Schema } from "effect"
import type { ProviderError } from "../CallErrors.ts"
import type { ConversationId } from "../CallIds.ts"
import { type MonitorAnswer, MonitorTransport } from "../MonitorTransport.ts"
import { patiently, plainError, sentence } from "../Patience.ts"
import type { EndAnswer } from "../VoiceProvider.ts"
import { errorOfAnswer, readErrorBody } from "./ElevenLabsError.ts"
import type { ReadSettings } from "./ElevenLabsReads.ts"
import { MonitorCommand } from "./ElevenLabsWire.ts"

const endCall = Schema.encodeSync(Schema.fromJsonString(MonitorCommand))({ command_type: "end_call" })

/** Ends conversations over the monitor socket: up to three times each, since telling it again does no harm. */
export const makeEnd = Effect.fnUntraced(function* ({ apiKey, baseUrl }: ReadSettings) {
  const { send } = yield* MonitorTransport
  return (id: ConversationId): Effect.Effect<EndAnswer, ProviderError> =>
    send({
      url: `${baseUrl.replace(/^http/, "ws")}/v1/convai/conversations/${id}/monitor`,
      apiKey,
      text: endCall,
      timeoutMillis: 10_000
    }).pipe(Effect.flatMap(readAnswer), patiently)
})

const readAnswer = (answer: MonitorAnswer): Effect.Effect<EndAnswer, ProviderError> => {
  switch (answer.type) {
    case "absent":
      return Effect.succeed({ type: "unavailable", detail: null })
    case "lost":
      return Effect.fail(
        plainError("provider", "unavailable", `could not be asked to end the call, which goes on (${answer.reason})`)
      )
    case "refused":
      return readRefusal(answer.status, answer.body)
    case "sent":
      return answer.closed === null ? Effect.succeed({ type: "requested" }) : readClosing(answer.closed)
  }
}

/** The plan, the key, the agent and the state of the call are all told as 4xx; only what may pass is tried again. */
const readRefusal = (status: number, body: string): Effect.Effect<EndAnswer, ProviderError> => {
  const error = errorOfAnswer(status, body, {})
  return error.reason === "unavailable" || error.reason === "rate-limited"
    ? Effect.fail(error)
    : refused(`HTTP ${status}`, readErrorBody(body)?.message ?? "")
}

/** After the command a socket that closes orderly has done its work; one that breaks may not; another code is a no. */
const readClosing = ({ code, reason }: { readonly code: number; readonly reason: string }) => {
  if (orderly.has(code)) return Effect.succeed<EndAnswer>({ type: "requested" })
  return passing.has(code)
    ? Effect.fail(
        plainError(
          "provider",
          "unavailable",
          `did not end the call, which goes on (the socket was closed with ${code})`
        )
      )
    : refused(`closed with ${code}`, reason)
}

/** RFC 6455, section 7.4.1: normal, going away, no code. */
const orderly: ReadonlySet<number> = new Set([1000, 1001, 1005])

/** The same section: a broken connection, its own error, restart, try again later. */
const passing: ReadonlySet<number> = new Set([1006, 1011, 1012, 1013])

const refused = (how: string, said: string): Effect.Effect<EndAnswer> => {
  const why = said.trim() === "" ? how : `${how}: ${sentence(said.slice(0, 200)).replace(/[.]$/, "")}`
  return Effect.succeed({
    type: "unavailable",
    detail: `ElevenLabs' monitor socket was tried too and refused it (${why}): Enterprise workspaces have it, for agents with monitoring enabled and calls that were picked up.`
  })
}
