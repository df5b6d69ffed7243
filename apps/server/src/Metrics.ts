import { allCalls, asService, type CallLedger, liveStatuses } from "@outbound-call/core"
import { Effect, Metric } from "effect"
import { PrometheusMetrics } from "effect/observability"

const live = Metric.gauge("outbound_calls_live", {
  description: "Calls of the ledger that are not over, by status; of every process that shares it"
})

const attention = Metric.gauge("outbound_calls_attention", {
  description: "Calls of the ledger that are not over and that a person must look at"
})

/** Every metric of this process in the Prometheus text format; what is read from the ledger stays as it was when it fails. */
export const metricsText: Effect.Effect<string, never, CallLedger> = Effect.gen(function* () {
  yield* countLive.pipe(Effect.catch((error) => Effect.logWarning(`Live calls could not be counted: ${error.message}`)))
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
