import { DateTime, Effect, Layer } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import { type AttemptOutcome, failuresWith } from "./Attempt.ts"
import { callOfMessage, type MessageId, type NewMessage } from "./Message.ts"
import { type MessageQuery, Messages, type Ticket } from "./Messages.ts"
import { disableHeld, makeWebhookLocks } from "./SqlEndpointHeld.ts"
import { endpointIn, type EndpointRow, failureColumns, failuresIn, type Whole } from "./SqlEndpointRow.ts"
import { failAs } from "./SqlFailure.ts"
import { makeLocks } from "./SqlLedgerLocks.ts"
import { messageIn, type MessageRow, newRow } from "./SqlMessageRow.ts"

/** The messages in the ledger's database. Those that wait are offered to the queue by `SqlMessageQueue`. */
export const layer: Layer.Layer<Messages, never, SqlClient.SqlClient> = Layer.effect(
  Messages,
  Effect.map(SqlClient.SqlClient, (sql) => {
    const locks = makeWebhookLocks(sql)
    const calls = makeLocks(sql)

    const list = Effect.fnUntraced(function* ({ cursor, endpointId, limit = 30, state }: MessageQuery) {
      const rows = yield* sql<MessageRow>`SELECT * FROM webhook_messages
        WHERE ${sql.and([
          sql`endpoint_id = ${endpointId}`,
          ...(state === undefined ? [] : [sql`state = ${state}`]),
          ...(cursor === undefined ? [] : [sql`number < ${Number(cursor)}`])
        ])} ORDER BY number DESC LIMIT ${limit + 1}`
      const shown = rows.slice(0, limit)
      const nextCursor = rows.length > limit ? String(shown.at(-1)?.number) : null
      return { messages: shown.map(messageIn), nextCursor }
    })

    const due = Effect.fnUntraced(function* ({ message, turn }: Ticket) {
      const [row] = yield* sql<MessageRow>`SELECT * FROM webhook_messages
        WHERE id = ${message} AND turn = ${turn} AND state = 'waiting'`
      if (row === undefined) return null
      const [to] = yield* sql<EndpointRow>`SELECT * FROM webhook_endpoints
        WHERE id = ${row.endpoint_id} AND disabled_at IS NULL`
      if (to === undefined) return null
      return { id: message, body: row.body, attempts: row.attempts, to: endpointIn(to, yield* DateTime.now) }
    })

    const record = Effect.fnUntraced(function* ({ message, turn }: Ticket, outcome: AttemptOutcome) {
      const [known] = yield* sql<MessageRow>`SELECT * FROM webhook_messages WHERE id = ${message}`
      if (known === undefined) return false
      const endpoint = known.endpoint_id
      if (outcome.disable !== null) yield* locks.cursor
      const held = yield* locks.endpoint(endpoint)
      const before = held === null ? null : failuresIn(held)
      const at = DateTime.toEpochMillis(outcome.at)
      const next = outcome.nextAttemptAt
      const moved = yield* sql`UPDATE webhook_messages SET ${sql.update({
        state: outcome.state,
        offered: outcome.state === "waiting" ? 0 : 1,
        next_attempt_at: next === null ? null : DateTime.toEpochMillis(next),
        last_status: outcome.status,
        last_error: outcome.error,
        settled_at: outcome.state === "waiting" ? null : at
      })}, attempts = attempts + 1, turn = turn + 1
        WHERE id = ${message} AND turn = ${turn} AND state = 'waiting' RETURNING id`
      if (moved.length === 0) return false
      const failures = outcome.state === "delivered" ? null : failuresWith(before, outcome.at)
      yield* sql`UPDATE webhook_endpoints SET ${sql.update(failureColumns(failures))} WHERE id = ${endpoint}`
      // Another attempt may have gone well, or the address have been changed, since this one began.
      const isWell = outcome.disable === "failing" && before === null
      if (outcome.disable !== null && !isWell) yield* disableHeld(sql, endpoint, outcome.disable, outcome.at)
      return true
    })

    /** Whoever disables the endpoint comes before, and is seen, or after, and ends what was written. */
    const isEnabledAndHeld = (endpoint: string) =>
      Effect.map(locks.endpoint(endpoint), (row) => row !== null && row.disabled_at === null)

    const add = Effect.fnUntraced(function* (message: NewMessage) {
      if (!(yield* isEnabledAndHeld(message.endpointId))) return false
      yield* sql`INSERT INTO webhook_messages ${sql.insert(newRow(message))}`
      return true
    })

    /** Whoever forgets its call comes before, and takes it away, or after, and sees that it waits. */
    const resend = Effect.fnUntraced(function* (id: MessageId, at: DateTime.Utc) {
      yield* calls.record(callOfMessage(id))
      const [known] = yield* sql<MessageRow>`SELECT * FROM webhook_messages WHERE id = ${id}`
      if (known === undefined || !(yield* isEnabledAndHeld(known.endpoint_id))) return false
      yield* sql`UPDATE webhook_messages SET state = 'waiting', attempts = 0, turn = turn + 1, offered = 0,
        next_attempt_at = ${DateTime.toEpochMillis(at)}, settled_at = NULL WHERE id = ${id}`
      return true
    })

    return Messages.of({
      add: (message) => sql.withTransaction(add(message)).pipe(failAs("add a webhook message")),
      find: (id) =>
        sql<MessageRow>`SELECT * FROM webhook_messages WHERE id = ${id}`.pipe(
          Effect.map(([row]) => (row === undefined ? null : messageIn(row))),
          failAs("find a webhook message")
        ),
      list: (query) => list(query).pipe(failAs("list webhook messages")),
      due: (ticket) => due(ticket).pipe(failAs("read a webhook message")),
      record: (ticket, outcome) =>
        sql.withTransaction(record(ticket, outcome)).pipe(failAs("record an attempt of a webhook message")),
      resend: (id, at) => sql.withTransaction(resend(id, at)).pipe(failAs("send a webhook message again")),
      counts: sql<{ readonly waiting: Whole; readonly dead: Whole }>`SELECT
        (SELECT count(*) FROM webhook_messages WHERE state = 'waiting') AS waiting,
        (SELECT count(*) FROM webhook_messages WHERE state = 'dead') AS dead`.pipe(
        Effect.map(([row]) => ({ waiting: Number(row?.waiting ?? 0), dead: Number(row?.dead ?? 0) })),
        failAs("count the webhook messages")
      ),
      forget: ({ dead, delivered }) =>
        sql`DELETE FROM webhook_messages
          WHERE (state = 'delivered' AND settled_at < ${DateTime.toEpochMillis(delivered)})
            OR (state = 'dead' AND settled_at < ${DateTime.toEpochMillis(dead)})`.pipe(
          Effect.asVoid,
          failAs("forget webhook messages")
        )
    })
  })
)
