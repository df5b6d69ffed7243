import { Clock, Duration, Effect, Layer, Schedule, Schema } from "effect"
import * as PersistedQueue from "effect/persistence/PersistedQueue"
import * as SqlClient from "effect/sql/SqlClient"
import { EndpointId } from "./Endpoint.ts"
import { MessageId } from "./Message.ts"
import { MessageQueue } from "./MessageQueue.ts"
import type { Ticket } from "./Messages.ts"
import { makeWebhookLocks } from "./SqlEndpointHeld.ts"
import type { Whole } from "./SqlEndpointRow.ts"
import { failAs } from "./SqlFailure.ts"
import { feedPage, makeRelay } from "./SqlRelay.ts"

/** The table of the queue. `PersistedQueue` makes and owns it. */
export const queueTable = "webhook_tickets"

const Ticket = Schema.Struct({ message: MessageId, turn: Schema.Int })

/**
 * The queue on the ledger's database. The store of the queue must work through the same client: then a ticket is offered
 * in the transaction that makes its message. A queue is an endpoint's, so that none waits for another.
 */
export const layer: Layer.Layer<MessageQueue, never, SqlClient.SqlClient | PersistedQueue.PersistedQueueFactory> =
  Layer.effect(
    MessageQueue,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const factory = yield* PersistedQueue.PersistedQueueFactory
      const locks = makeWebhookLocks(sql)
      const relayNews = makeRelay(sql)

      /** Giving up is for the message to decide, by its row; a ticket only fails when the row could not be written. */
      const queueOf = (endpoint: string) =>
        factory.make({
          name: endpoint,
          schema: Ticket,
          maxAttempts: 1_000_000_000,
          retrySchedule: Schedule.spaced("10 seconds")
        })

      const isDue = Effect.map(
        sql<{ readonly news: Whole; readonly tickets: Whole }>`SELECT
          (SELECT count(*) FROM webhook_endpoints WHERE disabled_at IS NULL
            AND since < (SELECT coalesce(max(position), 0) FROM call_events)
            AND (SELECT position FROM webhook_cursor WHERE id = 1) < (SELECT coalesce(max(position), 0) FROM call_events))
            AS news,
          (SELECT count(*) FROM (SELECT 1 FROM webhook_messages WHERE offered = 0 LIMIT 1) AS found) AS tickets`,
        ([row]) => Number(row?.news ?? 0) + Number(row?.tickets ?? 0) > 0
      )

      /** Every look and write of one step is in its transaction: a crash leaves all of it or nothing. */
      const step = Effect.gen(function* () {
        const read = yield* relayNews(yield* locks.cursor)
        const offered = yield* offerTickets
        return read === feedPage || offered === mostTickets
      })

      const offerTickets = Effect.gen(function* () {
        const rows = yield* sql<TicketRow>`SELECT id, endpoint_id, turn, next_attempt_at FROM webhook_messages
          WHERE offered = 0 ORDER BY number LIMIT ${mostTickets} ${locks.held}`
        if (rows.length === 0) return 0
        const now = yield* Clock.currentTimeMillis
        for (const row of rows) {
          const queue = yield* queueOf(row.endpoint_id)
          const ticket = { message: MessageId.make(row.id), turn: row.turn }
          const delay = Duration.millis(Math.max(0, Number(row.next_attempt_at ?? now) - now))
          yield* queue.offer(ticket, { id: `${row.id}.${row.turn}`, delay })
        }
        yield* sql`UPDATE webhook_messages SET offered = 1 WHERE ${sql.in(
          "id",
          rows.map(({ id }) => id)
        )}`
        return rows.length
      })

      return MessageQueue.of({
        relay: isDue.pipe(
          Effect.flatMap((due) => (due ? sql.withTransaction(step) : Effect.succeed(false))),
          failAs("relay news to webhook endpoints")
        ),
        isWanted: sql`SELECT 1 FROM webhook_endpoints WHERE disabled_at IS NULL LIMIT 1`.pipe(
          Effect.map((rows) => rows.length > 0),
          failAs("look for webhook endpoints")
        ),
        busy: sql<{ readonly id: string }>`SELECT id FROM webhook_endpoints WHERE EXISTS (
          SELECT 1 FROM webhook_messages WHERE endpoint_id = webhook_endpoints.id AND state = 'waiting')`.pipe(
          Effect.map((rows) => rows.map(({ id }) => EndpointId.make(id))),
          failAs("look for waiting webhook messages")
        ),
        take: (endpoint, work) =>
          queueOf(endpoint).pipe(
            Effect.flatMap((queue) => queue.take((ticket: Ticket) => work(ticket))),
            failAs("take a webhook message")
          ),
        tidy: sql`DELETE FROM ${sql(queueTable)} WHERE queue_name NOT IN (SELECT id FROM webhook_endpoints)`.pipe(
          Effect.asVoid,
          failAs("forget the tickets of removed webhook endpoints")
        )
      })
    })
  )

interface TicketRow {
  readonly id: string
  readonly endpoint_id: string
  readonly turn: number
  readonly next_attempt_at: Whole | null
}

/** How many tickets one step offers at most. */
const mostTickets = 200
