import { ConfigurationError, ScrubLog } from "@outbound-call/node"
import { Config, ConfigProvider, Effect, Layer, References, Tracer } from "effect"
import { FetchHttpClient, HttpClient } from "effect/http"
import { OtlpLogger, OtlpSerialization, OtlpTracer } from "effect/observability"
import { scrubbedTracer } from "./Scrub.ts"

/**
 * Sends traces and logs to an OpenTelemetry collector (OTLP over HTTP, JSON) when `OTEL_EXPORTER_OTLP_ENDPOINT` or the
 * endpoint of one signal is set; the other standard variables hold as well. What leaves is scrubbed, and so is the log
 * of this process. Without an endpoint nothing is traced, and no other server is told of a trace.
 */
export const layer = Layer.unwrap(
  Effect.gen(function* () {
    const endpoints = yield* Config.all(endpointNames.map((name) => Config.option(Config.URL(name)))).pipe(
      Effect.mapError(
        (error) => new ConfigurationError({ problems: [`An OTEL_ endpoint is no address: ${error.message}`] })
      )
    )
    return endpoints.some((endpoint) => endpoint._tag === "Some") ? exporting : silent
  })
)

/** Spans that nobody is sent are not made. */
const silent = Layer.merge(ScrubLog.layer, Layer.succeed(References.TracerEnabled, false))

const endpointNames = [
  "OTEL_EXPORTER_OTLP_ENDPOINT",
  "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
  "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"
]

/** The standard's own defaults, and our name. */
const defaults = ConfigProvider.layerAdd(
  ConfigProvider.fromUnknown({
    OTEL_TRACES_EXPORTER: "otlp",
    OTEL_LOGS_EXPORTER: "otlp",
    OTEL_SERVICE_NAME: "outbound-call-server"
  })
)

const traces = Layer.effect(Tracer.Tracer, Effect.map(Tracer.Tracer, scrubbedTracer)).pipe(
  Layer.provide(OtlpTracer.layerFromConfig())
)

const logs = ScrubLog.layer.pipe(Layer.provide(OtlpLogger.layerFromConfig({ mergeWithExisting: true })))

const exporting = Layer.mergeAll(traces, logs, Layer.succeed(HttpClient.TracerPropagationEnabled, false)).pipe(
  Layer.provide([OtlpSerialization.layerJson, FetchHttpClient.layer, defaults])
)
