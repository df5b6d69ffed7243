import { DateTime, Effect, Layer } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import { type Endpoint, mostEndpoints, type SigningSecret } from "./Endpoint.ts"
import { type EndpointChange, Endpoints } from "./Endpoints.ts"
import { disableHeld, makeWebhookLocks } from "./SqlEndpointHeld.ts"
import {
  encodeEvents,
  encodeSecrets,
  endpointIn,
  type EndpointRow,
  failureColumns,
  type Whole
} from "./SqlEndpointRow.ts"
import { failAs } from "./SqlFailure.ts"

/** The endpoints in the ledger's database. Their secrets lie in it as they are. */
export const layer: Layer.Layer<Endpoints, never, SqlClient.SqlClient> = Layer.effect(
  Endpoints,
  Effect.map(SqlClient.SqlClient, (sql) => {
    const locks = makeWebhookLocks(sql)

    const add = Effect.fnUntraced(function* (endpoint: Endpoint, secret: SigningSecret) {
      yield* locks.cursor
      const [known] = yield* sql<{ readonly n: Whole }>`SELECT count(*) AS n FROM webhook_endpoints`
      if (Number(known?.n) >= mostEndpoints) return false
      yield* sql`INSERT INTO webhook_endpoints ${sql.insert({
        id: endpoint.id,
        url: endpoint.url,
        owner: endpoint.owner,
        events: encodeEvents(endpoint.events),
        secrets: encodeSecrets([secret]),
        created_at: DateTime.toEpochMillis(endpoint.createdAt),
        since: yield* newestPosition
      })}`
      return true
    })

    const newestPosition = Effect.map(
      sql<{ readonly position: Whole | null }>`SELECT max(position) AS position FROM call_events`,
      ([row]) => Number(row?.position ?? 0)
    )

    /** What waits for it nevertheless has no ticket that is good: it was used up while nothing was sent. */
    const enable = Effect.fnUntraced(function* (id: string) {
      const row = yield* locks.endpoint(id)
      if (row === null || row.disabled_at === null) return
      const columns = {
        since: yield* newestPosition,
        disabled_reason: null,
        disabled_at: null,
        ...failureColumns(null)
      }
      yield* sql`UPDATE webhook_endpoints SET ${sql.update(columns)} WHERE id = ${id}`
      yield* sql`UPDATE webhook_messages SET turn = turn + 1, offered = 0
        WHERE endpoint_id = ${id} AND state = 'waiting'`
    })

    return Endpoints.of({
      add: (endpoint, secret) => sql.withTransaction(add(endpoint, secret)).pipe(failAs("add a webhook endpoint")),
      list: sql<EndpointRow>`SELECT * FROM webhook_endpoints ORDER BY id DESC`.pipe(
        Effect.zipWith(DateTime.now, (rows, now) => rows.map((row) => endpointIn(row, now).endpoint)),
        failAs("list webhook endpoints")
      ),
      find: (id) =>
        sql<EndpointRow>`SELECT * FROM webhook_endpoints WHERE id = ${id}`.pipe(
          Effect.zipWith(DateTime.now, ([row], now) => (row === undefined ? null : endpointIn(row, now))),
          failAs("find a webhook endpoint")
        ),
      change: (id, wish) =>
        Object.keys(columnsOf(wish)).length === 0
          ? Effect.void
          : sql`UPDATE webhook_endpoints SET ${sql.update(columnsOf(wish))} WHERE id = ${id}`.pipe(
              failAs("change a webhook endpoint")
            ),
      setSecrets: (id, secrets) =>
        sql`UPDATE webhook_endpoints SET secrets = ${encodeSecrets(secrets)} WHERE id = ${id}`.pipe(
          failAs("rotate the secret of a webhook endpoint")
        ),
      disable: (id, reason, at) =>
        locks.cursor.pipe(
          Effect.andThen(locks.endpoint(id)),
          Effect.andThen(disableHeld(sql, id, reason, at)),
          sql.withTransaction,
          failAs("disable a webhook endpoint")
        ),
      enable: (id) => sql.withTransaction(enable(id)).pipe(failAs("enable a webhook endpoint")),
      remove: (id) =>
        locks.cursor.pipe(
          Effect.andThen(locks.endpoint(id)),
          Effect.andThen(sql`DELETE FROM webhook_messages WHERE endpoint_id = ${id}`),
          Effect.andThen(sql`DELETE FROM webhook_endpoints WHERE id = ${id}`),
          sql.withTransaction,
          failAs("remove a webhook endpoint")
        )
    })
  })
)

const columnsOf = ({ events, owner, url }: EndpointChange) => ({
  // What failed at one address says nothing of another.
  ...(url === undefined ? {} : { url, ...failureColumns(null) }),
  ...(owner === undefined ? {} : { owner }),
  ...(events === undefined ? {} : { events: encodeEvents(events) })
})
