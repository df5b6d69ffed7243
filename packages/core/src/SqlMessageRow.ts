import { DateTime } from "effect"
import { EndpointId } from "./Endpoint.ts"
import { type Message, MessageId, type MessageState, type NewMessage } from "./Message.ts"
import { instantOf, type Whole } from "./SqlEndpointRow.ts"

/** A message as it is stored. */
export interface MessageRow {
  readonly number: Whole
  readonly id: string
  readonly endpoint_id: string
  readonly type: string
  readonly body: string
  readonly state: MessageState
  readonly attempts: number
  readonly next_attempt_at: Whole | null
  readonly last_status: number | null
  readonly last_error: string | null
  readonly created_at: Whole
  readonly settled_at: Whole | null
}

/** A message that waits for its first attempt. */
export const newRow = ({ body, createdAt, endpointId, id, type }: NewMessage): Record<string, unknown> => ({
  id,
  endpoint_id: endpointId,
  type,
  body,
  state: "waiting",
  attempts: 0,
  turn: 1,
  offered: 0,
  next_attempt_at: DateTime.toEpochMillis(createdAt),
  created_at: DateTime.toEpochMillis(createdAt)
})

/** A message as it is shown. */
export const messageIn = (row: MessageRow): Message => ({
  id: MessageId.make(row.id),
  endpointId: EndpointId.make(row.endpoint_id),
  type: row.type,
  state: row.state,
  attempts: row.attempts,
  lastStatus: row.last_status,
  lastError: row.last_error,
  nextAttemptAt: instantOf(row.next_attempt_at),
  createdAt: DateTime.makeUnsafe(Number(row.created_at)),
  settledAt: instantOf(row.settled_at)
})
