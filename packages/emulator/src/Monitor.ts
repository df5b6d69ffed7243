import { Clock, Effect, Option, Schema } from "effect"
import { refuseKey } from "./ApiKey.ts"
import type { CallRecord } from "./CallRecord.ts"
import { claimFault } from "./ClaimFault.ts"
import type { DialLogError } from "./DialLog.ts"
import type { EmulatorRequest } from "./EmulatorRequest.ts"
import { conversationNotFound, errorObject, plainError } from "./ErrorBody.ts"
import type { Exchange } from "./Exchange.ts"
import { faultReply } from "./FaultReply.ts"
import { findConversation } from "./FindConversation.ts"
import type { Reply } from "./Reply.ts"

/** The open monitor socket of a conversation, whatever carries its messages. */
export interface Monitor {
  /** What is said first: the client events until now, oldest first, at most a hundred. */
  readonly events: ReadonlyArray<string>
  /** Takes a message of the client, and tells whether the conversation ended by it. Commands not known are ignored. */
  readonly tell: (message: string) => Effect.Effect<boolean, DialLogError>
}

/** Opens a monitor socket, or answers its handshake with what stands against it. */
export const openMonitor = Effect.fnUntraced(function* (
  exchange: Exchange,
  request: EmulatorRequest,
  url: URL,
  requestId: string
): Effect.fn.Return<Monitor | Reply, DialLogError> {
  const id = /^\/v1\/convai\/conversations\/([^/]+)\/monitor$/.exec(url.pathname)?.[1]
  if (id === undefined) return plainError(404, "Not Found")
  const refused = refuseKey(request.headers["xi-api-key"], "write", requestId)
  if (refused !== null) return refused
  const fault = yield* claimFault(exchange, "monitor", null)
  const spoiled = fault === null ? null : faultReply(fault, requestId, "callSid")
  if (spoiled !== null) return spoiled
  if (fault?.kind === "delay") yield* Effect.sleep(fault.delayMs ?? 0)

  const view = yield* exchange.look
  if (!view.world.switches.monitoring) return notOffered(requestId)
  const record = findConversation(view, id)
  if (record === null) return conversationNotFound(requestId, id)
  if (record.status !== "in-progress") return notActive(requestId, id)
  const tell = Effect.fnUntraced(function* (message: string) {
    if (Option.isNone(decodeEndCall(message))) return false
    yield* exchange.record({ _tag: "hang-up", conversationId: id, at: yield* Clock.currentTimeMillis })
    return true
  })
  return { events: clientEvents(record), tell }
})

const decodeEndCall = Schema.decodeOption(
  Schema.fromJsonString(Schema.Struct({ command_type: Schema.Literal("end_call") }))
)

/** What was said, as a client that listens hears it. */
const clientEvents = ({ turns }: CallRecord): ReadonlyArray<string> =>
  turns
    .flatMap(({ message, role }) => (message === null ? [] : [JSON.stringify(eventOf[role](message))]))
    .slice(-mostEvents)

const eventOf = {
  agent: (text: string) => ({ type: "agent_response", agent_response_event: { agent_response: text } }),
  user: (text: string) => ({ type: "user_transcript", user_transcription_event: { user_transcript: text } })
}

const mostEvents = 100

const notOffered = (requestId: string): Reply =>
  errorObject(403, requestId, {
    type: "authorization_error",
    code: "forbidden",
    message: "Monitoring conversations is not available to this workspace."
  })

const notActive = (requestId: string, id: string): Reply =>
  errorObject(404, requestId, {
    type: "not_found",
    code: "conversation_not_active",
    message: `Conversation with id ${id} is not active.`
  })
