import { Array, Clock, DateTime, Duration, Effect, Layer, Schedule, Schema } from "effect"
import * as PersistedQueue from "effect/persistence/PersistedQueue"
import * as SqlClient from "effect/sql/SqlClient"
import { EndpointId, type StoredEndpoint, wants } from "./Endpoint.ts"
import { MessageId, messageOf } from "./Message.ts"
import { MessageQueue } from "./MessageQueue.ts"
import type { Ticket } from "./Messages.ts"
import { type EndpointRow, makeWebhookLocks, readEndpoint, type Whole } from "./SqlEndpointRow.ts"
import { failAs } from "./SqlFailure.ts"
import { readFeed } from "./SqlLedgerFeed.ts"
import { newRow } from "./SqlMessageRow.ts"

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

      const relayNews = Effect.fnUntraced(function* (cursor: number) {
        const rows = yield* sql<EndpointRow>`SELECT * FROM webhook_endpoints WHERE disabled_at IS NULL`
        if (rows.length === 0) return 0
        const enabled = yield* Effect.forEach(rows, (row) =>
          Effect.map(readEndpoint(row), (stored) => ({ ...stored, since: Number(row.since) }))
        )
        // What came before every endpoint was wanted by none.
        const start = Math.max(cursor, Math.min(...enabled.map(({ since }) => since)))
        const entries = yield* readFeed(sql, start, feedPage)
        const now = yield* DateTime.now
        const messages = entries.flatMap((entry) =>
          enabled.flatMap(({ endpoint, since }: StoredEndpoint & { readonly since: number }) =>
            entry.position > since && wants(endpoint, entry) ? [newRow(messageOf(endpoint, entry, now))] : []
          )
        )
        for (const rowsOfOne of Array.chunksOf(messages, 100)) {
          yield* sql`INSERT INTO webhook_messages ${sql.insert(rowsOfOne)} ON CONFLICT (id) DO NOTHING`
        }
        const last = entries.at(-1)?.position ?? start
        if (last > cursor) yield* sql`UPDATE webhook_cursor SET position = ${last} WHERE id = 1`
        return entries.length
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

/** How many events, and how many tickets, one step handles at most. */
const feedPage = 50
const mostTickets = 200
