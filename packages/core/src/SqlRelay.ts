import { Array, DateTime, Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import { type Endpoint, type EndpointId, wants } from "./Endpoint.ts"
import { messageOf } from "./Message.ts"
import { endpointIn, type EndpointRow } from "./SqlEndpointRow.ts"
import { readFeed } from "./SqlLedgerFeed.ts"
import { newRow } from "./SqlMessageRow.ts"

/** How many events one step relays at most. */
export const feedPage = 50

/**
 * Makes the messages of the events after the cursor, which is held, and moves it. Gives how many events these were.
 * One thing that cannot be read holds up nothing else: it is told in the log, of an endpoint once in each process.
 */
export const makeRelay = (sql: SqlClient.SqlClient) => {
  const told = new Set<EndpointId>()

  const relay = Effect.fnUntraced(function* (cursor: number) {
    const rows = yield* sql<EndpointRow>`SELECT * FROM webhook_endpoints WHERE disabled_at IS NULL`
    if (rows.length === 0) return 0
    const now = yield* DateTime.now
    const enabled = rows.map((row) => ({ endpoint: endpointIn(row, now).endpoint, since: Number(row.since) }))
    // What came before every endpoint was wanted by none.
    const start = Math.max(cursor, Math.min(...enabled.map(({ since }) => since)))
    const entries = yield* readFeed(sql, start, feedPage)
    yield* alarm(
      enabled,
      entries.flatMap((entry) => (entry.call === null ? [entry.callId] : []))
    )
    const messages = entries.flatMap((entry) =>
      enabled.flatMap(({ endpoint, since }) =>
        entry.call !== null && entry.position > since && wants(endpoint, entry)
          ? [newRow(messageOf(endpoint, entry, now))]
          : []
      )
    )
    for (const rowsOfOne of Array.chunksOf(messages, 100)) {
      yield* sql`INSERT INTO webhook_messages ${sql.insert(rowsOfOne)} ON CONFLICT (id) DO NOTHING`
    }
    const upTo = entries.at(-1)?.position ?? start
    if (upTo > cursor) yield* sql`UPDATE webhook_cursor SET position = ${upTo} WHERE id = 1`
    return entries.length
  })

  const alarm = Effect.fnUntraced(function* (
    enabled: ReadonlyArray<{ readonly endpoint: Endpoint }>,
    unreadable: ReadonlyArray<string>
  ) {
    for (const { endpoint } of enabled) {
      if (endpoint.state !== "unusable" || told.has(endpoint.id)) continue
      told.add(endpoint.id)
      yield* Effect.logError(`The webhook endpoint ${endpoint.id} cannot be read from the ledger: it is told nothing.`)
    }
    for (const id of unreadable)
      yield* Effect.logError(`The call ${id} cannot be read from the ledger: no webhook endpoint is told of its event.`)
  })

  return relay
}
