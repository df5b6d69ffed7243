import { DateTime, Effect, Layer } from "effect"
import type { Webhook, WebhookState } from "./Webhook.ts"
import { mostOpen, type OpenWebhook, WebhookInbox } from "./WebhookInbox.ts"

interface Row {
  readonly webhook: Webhook
  state: WebhookState
}

/** An inbox that is forgotten with the process, with the same rules as the durable one. */
export const layer: Layer.Layer<WebhookInbox> = Layer.sync(WebhookInbox, () => {
  const rows = new Map<string, Row>()
  const count = (state: WebhookState) => [...rows.values()].filter((row) => row.state === state).length

  return WebhookInbox.of({
    add: (webhook) =>
      Effect.sync(() => {
        if (rows.has(webhook.id)) return false
        rows.set(webhook.id, { webhook, state: "received" })
        return true
      }),
    move: (id, state) =>
      Effect.sync(() => {
        const row = rows.get(id)
        if (row === undefined || !isOpen(row.state)) return false
        row.state = state
        return true
      }),
    open: (before) =>
      Effect.sync(() =>
        [...rows.values()]
          .flatMap(({ webhook, state }): ReadonlyArray<OpenWebhook> => (isOpen(state) ? [{ ...webhook, state }] : []))
          .filter(({ receivedAt }) => isEarlier(receivedAt, before))
          .toSorted((a, b) => (a.state === b.state ? age(b) - age(a) : a.state === "received" ? -1 : 1))
          .slice(0, mostOpen)
      ),
    counts: Effect.sync(() => ({ received: count("received"), parked: count("parked"), unknown: count("unknown") })),
    forget: (before) =>
      Effect.sync(() => {
        for (const [id, { webhook, state }] of rows) {
          const limit = state === "unknown" ? before.unknown : before.settled
          if (!isOpen(state) && isEarlier(webhook.receivedAt, limit)) rows.delete(id)
        }
      })
  })
})

const isOpen = (state: WebhookState): state is OpenWebhook["state"] => state === "received" || state === "parked"

const isEarlier = (instant: DateTime.Utc, than: DateTime.Utc): boolean =>
  DateTime.toEpochMillis(instant) < DateTime.toEpochMillis(than)

const age = ({ receivedAt }: Webhook): number => -DateTime.toEpochMillis(receivedAt)
