import { allCalls, asService, type CallLedger, liveStatuses, Messages } from "@outbound-call/core"
import { Effect, Metric } from "effect"
import { PrometheusMetrics } from "effect/observability"

const live = Metric.gauge("outbound_calls_live", {
  description: "Calls of the ledger that are not over, by status; of every process that shares it"
})

const attention = Metric.gauge("outbound_calls_attention", {
  description: "Calls of the ledger that are not over and that a person must look at"
})

const messages = Metric.gauge("outbound_webhook_messages", {
  description:
    "Messages for webhook endpoints that wait for an attempt, or are dead; of every process that shares the ledger"
})

/** Every metric of this process in the Prometheus text format; what is read from the ledger stays as it was when it fails. */
export const metricsText: Effect.Effect<string, never, CallLedger | Messages> = Effect.gen(function* () {
  yield* countLive.pipe(Effect.catch((error) => Effect.logWarning(`Live calls could not be counted: ${error.message}`)))
  yield* countMessages.pipe(
    Effect.catch((error) => Effect.logWarning(`Messages could not be counted: ${error.message}`))
  )
  return yield* PrometheusMetrics.format()
})

const countLive = Effect.gen(function* () {
  const calls = yield* asService(allCalls({ live: true }))
  for (const status of liveStatuses) {
    const count = calls.filter((call) => call.status === status).length
    yield* Metric.update(Metric.withAttributes(live, { status }), count)
  }
  yield* Metric.update(attention, calls.filter((call) => call.attention !== null).length)
})

const countMessages = Effect.gen(function* () {
  const counts = yield* (yield* Messages).counts
  for (const [state, count] of Object.entries(counts))
    yield* Metric.update(Metric.withAttributes(messages, { state }), count)
})
