import { DateTime, Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { CallId, ConversationId } from "./CallIds.ts"
import { makeWebhookLocks } from "./SqlEndpointHeld.ts"
import { numberForms } from "./NumberForms.ts"
import type { KeptMessage } from "./Persons.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"

interface MessageRow {
  readonly id: string
  readonly type: string
  readonly at: number | bigint | string
  readonly body: string | null
}

/** What came from the provider about the calls to a number, and what other services were told of them. */
export const makePersonMessages = (sql: SqlClient.SqlClient) => {
  const carries = (number: PhoneNumber) =>
    sql.or(numberForms(number).map((form) => sql`body LIKE ${`%${form.slice(1)}%`}`))

  const received = (number: PhoneNumber, conversations: ReadonlyArray<ConversationId>) =>
    conversations.length === 0 ? carries(number) : sql.or([sql.in("conversation_id", conversations), carries(number)])

  /** The id of a message of a call begins with the call's own. */
  const told = (number: PhoneNumber, calls: ReadonlyArray<CallId>) =>
    sql.or([...calls.map((id) => sql`id LIKE ${`msg_${id.slice("call_".length)}_%`}`), carries(number)])

  return {
    received: (number: PhoneNumber, conversations: ReadonlyArray<ConversationId>) =>
      sql<MessageRow>`SELECT id, type, received_at AS at, body FROM provider_webhooks
        WHERE ${received(number, conversations)} ORDER BY received_at`.pipe(Effect.map((rows) => rows.map(messageOf))),

    told: (number: PhoneNumber, calls: ReadonlyArray<CallId>) =>
      sql<MessageRow>`SELECT id, type, created_at AS at, body FROM webhook_messages
          WHERE ${told(number, calls)} ORDER BY number`.pipe(Effect.map((rows) => rows.map(messageOf))),

    /** The row stays, as the mark by which a repeated delivery is known. */
    eraseReceived: (number: PhoneNumber, conversations: ReadonlyArray<ConversationId>) =>
      sql`UPDATE provider_webhooks SET conversation_id = NULL, says = NULL, body = NULL,
        state = CASE WHEN state IN ('received', 'parked') THEN 'foreign' ELSE state END
        WHERE ${received(number, conversations)} RETURNING id`.pipe(Effect.map((rows) => rows.length)),

    /** What waits to be told is told no more. Nobody makes messages meanwhile. */
    eraseTold: (number: PhoneNumber, calls: ReadonlyArray<CallId>) =>
      makeWebhookLocks(sql).cursor.pipe(
        Effect.andThen(sql`DELETE FROM webhook_messages WHERE ${told(number, calls)} RETURNING id`),
        Effect.map((rows) => rows.length)
      )
  }
}

const messageOf = ({ at, body, id, type }: MessageRow): KeptMessage => ({
  id,
  type,
  at: DateTime.makeUnsafe(Number(at)),
  body
})
