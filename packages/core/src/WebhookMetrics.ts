import { type Effect, Metric } from "effect"

const deliveries = Metric.counter("outbound_webhook_deliveries_total", {
  description: "Deliveries of the provider's webhooks: taken, repeated, or the reason why one was rejected",
  incremental: true
})

const unknown = Metric.counter("outbound_webhooks_unknown_total", {
  description: "Webhooks that tell of a conversation which nobody here planned",
  incremental: true
})

/** Counts one more delivery that came to this. */
export const countDelivery = (result: string): Effect.Effect<void> =>
  Metric.update(Metric.withAttributes(deliveries, { result }), 1)

/** Counts one more alarm. */
export const countUnknown: Effect.Effect<void> = Metric.update(unknown, 1)
