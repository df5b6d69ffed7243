import { type Effect, Metric } from "effect"

const attempts = Metric.counter("outbound_webhook_attempts_total", {
  description: "Attempts to send a message to a webhook endpoint: delivered, failed (it is tried again), or dead",
  incremental: true
})

/** Counts one more attempt that came to this. */
export const countAttempt = (result: "delivered" | "failed" | "dead"): Effect.Effect<void> =>
  Metric.update(Metric.withAttributes(attempts, { result }), 1)
