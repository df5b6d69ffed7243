import { DateTime, Effect, Layer } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import type { ConversationId } from "./CallIds.ts"
import type { Webhook } from "./Webhook.ts"
import { mostOpen, type OpenWebhook, WebhookInbox } from "./WebhookInbox.ts"
import { failAs } from "./SqlFailure.ts"

/** A large whole number, as drivers give it. */
type Whole = number | bigint | string

interface WebhookRow {
  readonly id: string
  readonly type: string
  readonly conversation_id: ConversationId | null
  readonly event_at: Whole | null
  readonly received_at: Whole
  readonly size: number
  readonly says: Webhook["says"]
  readonly body: string | null
  readonly state: OpenWebhook["state"]
}

/** The inbox on the ledger's database. A webhook is on disk when `add` returns. */
export const layer: Layer.Layer<WebhookInbox, never, SqlClient.SqlClient> = Layer.effect(
  WebhookInbox,
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient

    const add = Effect.fnUntraced(function* (webhook: Webhook) {
      const added = yield* sql`INSERT INTO provider_webhooks ${sql.insert({
        id: webhook.id,
        type: webhook.type,
        conversation_id: webhook.conversationId,
        event_at: webhook.eventAt === null ? null : DateTime.toEpochMillis(webhook.eventAt),
        received_at: DateTime.toEpochMillis(webhook.receivedAt),
        size: webhook.sizeBytes,
        says: webhook.says,
        body: webhook.body,
        state: "received"
      })} ON CONFLICT (id) DO NOTHING RETURNING id`
      return added.length > 0
    })

    const counts = sql<{ readonly state: string; readonly n: Whole }>`SELECT state, count(*) AS n
      FROM provider_webhooks WHERE state IN ('received', 'parked', 'unknown') GROUP BY state`.pipe(
      Effect.map((rows) => {
        const count = (state: string) => Number(rows.find((row) => row.state === state)?.n ?? 0)
        return { received: count("received"), parked: count("parked"), unknown: count("unknown") }
      })
    )

    return WebhookInbox.of({
      add: (webhook) => add(webhook).pipe(failAs("take a webhook")),
      move: (id, state) =>
        sql`UPDATE provider_webhooks SET state = ${state}
          WHERE id = ${id} AND state IN ('received', 'parked') RETURNING id`.pipe(
          Effect.map((rows) => rows.length > 0),
          failAs("settle a webhook")
        ),
      open: (before) =>
        sql<WebhookRow>`SELECT id, type, conversation_id, event_at, received_at, size, says, body, state
          FROM provider_webhooks
          WHERE state IN ('received', 'parked') AND received_at < ${DateTime.toEpochMillis(before)}
          ORDER BY state DESC, received_at LIMIT ${mostOpen}`.pipe(
          Effect.map((rows) => rows.map(webhookOf)),
          failAs("read the webhooks")
        ),
      counts: counts.pipe(failAs("count the webhooks")),
      forget: ({ settled, unknown }) =>
        sql`DELETE FROM provider_webhooks
          WHERE (state IN ('applied', 'foreign') AND received_at < ${DateTime.toEpochMillis(settled)})
            OR (state = 'unknown' AND received_at < ${DateTime.toEpochMillis(unknown)})`.pipe(
          Effect.asVoid,
          failAs("forget webhooks")
        )
    })
  })
)

const webhookOf = (row: WebhookRow): OpenWebhook => ({
  id: row.id,
  type: row.type,
  conversationId: row.conversation_id,
  eventAt: row.event_at === null ? null : DateTime.makeUnsafe(Number(row.event_at)),
  receivedAt: DateTime.makeUnsafe(Number(row.received_at)),
  sizeBytes: row.size,
  says: row.says,
  body: row.body,
  state: row.state
})
