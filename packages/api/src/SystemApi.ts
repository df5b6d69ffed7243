import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { LedgerProblem } from "./Problems.ts"

/** The process lives, and whether it rings phones. */
export const Health = Schema.Struct({ status: Schema.Literal("healthy"), simulated: Schema.Boolean }).annotate({
  identifier: "Health",
  description: "The process lives"
})

/** The service can place and read calls. */
export const Readiness = Schema.Struct({
  status: Schema.Literal("ready"),
  simulated: Schema.Boolean
}).annotate({ identifier: "Readiness", description: "The service can place and read calls" })

const healthy = HttpApiEndpoint.get("healthy", "/healthz", { success: Health }).annotateMerge(
  OpenApi.annotations({
    summary: "Does it live",
    description: "200 while the process answers at all. Looks at nothing else: restart it when this fails."
  })
)

const ready = HttpApiEndpoint.get("ready", "/readyz", { success: Readiness, error: LedgerProblem }).annotateMerge(
  OpenApi.annotations({
    summary: "Is it ready",
    description:
      "200 when a call would be recorded now: the record of calls can be written, and was not restored from a backup. 503 says what stands against it; nothing is dialled meanwhile. Looks once a second at most."
  })
)

const metrics = HttpApiEndpoint.get("metrics", "/metrics", {
  success: Schema.String.annotate({ description: "Metrics in the Prometheus text format" }).pipe(
    HttpApiSchema.asText({ contentType: "text/plain; version=0.0.4; charset=utf-8" })
  )
}).annotateMerge(
  OpenApi.annotations({
    summary: "Metrics",
    description: "Prometheus metrics of this process. No label holds an id or a number."
  })
)

/** The service itself. */
export class SystemApi extends HttpApiGroup.make("system")
  .add(healthy, ready, metrics)
  .annotateMerge(OpenApi.annotations({ title: "Service", description: "The service itself." })) {}
