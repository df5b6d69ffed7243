import { type DateTime, Schema } from "effect"
import { CallEvent, type FeedEntry, showEvent } from "./CallEvent.ts"
import { CallId } from "./CallIds.ts"
import { feedCursor } from "./Cursor.ts"
import { type Endpoint, EndpointEvent, EndpointId } from "./Endpoint.ts"

/** Our id of a message: it is the `webhook-id` of each of its attempts. */
export const MessageId = Schema.String.check(
  Schema.isPattern(/^msg_[0-9A-HJKMNP-TV-Z]{26}(_\d{1,9}_[0-9A-HJKMNP-TV-Z]{26})?$/u, {
    expected: "the id of a message, msg_…"
  })
).pipe(
  Schema.brand("MessageId"),
  Schema.annotate({ description: "Id of the message, msg_…; also the header webhook-id of each attempt" })
)
export type MessageId = typeof MessageId.Type

/** Where a message is. `waiting` for its next attempt; `delivered` when one was answered 2xx; `dead` when none will be made. */
export const MessageState = Schema.Literals(["waiting", "delivered", "dead"])
export type MessageState = typeof MessageState.Type

const Instant = Schema.DateTimeUtcFromString

/** One event for one endpoint, as it is shown. */
export const Message = Schema.Struct({
  id: MessageId,
  endpointId: EndpointId,
  type: Schema.String,
  state: MessageState,
  /** How often it was sent since it was made, or since it was last sent anew. */
  attempts: Schema.Int,
  /** HTTP status of the last answer; null when none came. */
  lastStatus: Schema.NullOr(Schema.Int),
  /** Why the last attempt came to nothing, for a person; null when it did not, or none was made. */
  lastError: Schema.NullOr(Schema.String),
  nextAttemptAt: Schema.NullOr(Instant),
  createdAt: Instant,
  /** When it was delivered, or given up; null while it waits. */
  settledAt: Schema.NullOr(Instant)
})
export interface Message extends Schema.Schema.Type<typeof Message> {}

/** A message to be kept, due at once. */
export interface NewMessage {
  readonly id: MessageId
  readonly endpointId: EndpointId
  readonly type: string
  readonly body: string
  readonly createdAt: DateTime.Utc
}

/** The type of the message that only tries an endpoint. */
export const testType = "endpoint.test"

/** What is posted. */
export const MessageBody = Schema.Struct({
  type: Schema.Literals([...EndpointEvent.literals, testType]),
  timestamp: Instant,
  data: Schema.Union([CallEvent, Schema.Struct({ endpointId: EndpointId })])
})
const encodeBody = Schema.encodeSync(Schema.fromJsonString(MessageBody))

/**
 * The message that tells an endpoint of an event: the same event is the same message, whoever makes it and however
 * often. Its data is the event as the feed shows it.
 */
export const messageOf = (endpoint: Endpoint, entry: FeedEntry, createdAt: DateTime.Utc): NewMessage => {
  const { call, event } = entry
  const type = `call.${event.type}` as const
  return {
    id: eventMessageId(endpoint.id, call.id, event.seq),
    endpointId: endpoint.id,
    type,
    body: encodeBody({ type, timestamp: event.at, data: { ...showEvent(call, event, 0), cursor: feedCursor(entry) } }),
    createdAt
  }
}

const eventMessageId = (endpoint: EndpointId, call: CallId, seq: number): MessageId =>
  MessageId.make(`msg_${call.slice("call_".length)}_${seq}_${endpoint.slice("ep_".length)}`)

/** The call of whose event a message tells, by its id; of one that only tries an endpoint, a call that there is not. */
export const callOfMessage = (id: MessageId): CallId => CallId.make(`call_${id.slice(4, 30)}`)

/** A message that only tries whether an endpoint takes one. */
export const testMessage = (endpointId: EndpointId, ulid: string, createdAt: DateTime.Utc): NewMessage => ({
  id: MessageId.make(`msg_${ulid}`),
  endpointId,
  type: testType,
  body: encodeBody({ type: testType, timestamp: createdAt, data: { endpointId } }),
  createdAt
})

/** A message that was just made, as it is shown. */
export const asMade = ({ createdAt, endpointId, id, type }: NewMessage): Message => ({
  id,
  endpointId,
  type,
  state: "waiting",
  attempts: 0,
  lastStatus: null,
  lastError: null,
  nextAttemptAt: createdAt,
  createdAt,
  settledAt: null
})
