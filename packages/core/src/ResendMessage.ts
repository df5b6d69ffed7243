import { DateTime, Effect, Schema } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import { newUlid } from "./CallIds.ts"
import { EndpointDisabled, type EndpointNotFound, MessageNotFound } from "./EndpointErrors.ts"
import type { Endpoints } from "./Endpoints.ts"
import { getEndpoint } from "./GetEndpoint.ts"
import { asMade, type Message, MessageId, testMessage } from "./Message.ts"
import { Messages } from "./Messages.ts"

const isMessageId = Schema.is(MessageId)

/**
 * Sends a message once more, whatever its state, under the same id: at once, and then as often as a new one. A running
 * server does it.
 */
export const resendMessage = Effect.fn("resendMessage")(function* (
  id: string
): Effect.fn.Return<
  Message,
  MessageNotFound | EndpointNotFound | EndpointDisabled | LedgerError,
  Messages | Endpoints
> {
  const messages = yield* Messages
  const message = yield* findMessage(id)
  const isWaiting = yield* messages.resend(message.id, yield* DateTime.now)
  const now = yield* findMessage(id)
  return isWaiting ? now : yield* refuse(now.endpointId)
})

/** Sends an endpoint a message of the type `endpoint.test`. A running server does it. */
export const testEndpoint = Effect.fn("testEndpoint")(function* (
  id: string
): Effect.fn.Return<Message, EndpointNotFound | EndpointDisabled | LedgerError, Messages | Endpoints> {
  const messages = yield* Messages
  const endpoint = yield* getEndpoint(id)
  const message = testMessage(endpoint.id, yield* newUlid, yield* DateTime.now)
  const isWaiting = yield* messages.add(message)
  return isWaiting ? asMade(message) : yield* refuse(id)
})

const findMessage = Effect.fnUntraced(function* (id: string) {
  const messages = yield* Messages
  const message = isMessageId(id) ? yield* messages.find(id) : null
  return message ?? (yield* new MessageNotFound({ id }))
})

/** An endpoint was not enabled when a message should have waited for it: it is disabled, or gone. */
const refuse = Effect.fnUntraced(function* (id: string) {
  yield* getEndpoint(id)
  return yield* new EndpointDisabled({ id })
})
