import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { LedgerProblem } from "./Problems.ts"

/** The service can place and read calls. */
export const Readiness = Schema.Struct({
  status: Schema.Literal("ready"),
  simulated: Schema.Boolean
}).annotate({ identifier: "Readiness", description: "The service can place and read calls" })

const ready = HttpApiEndpoint.get("ready", "/readyz", { success: Readiness, error: LedgerProblem }).annotateMerge(
  OpenApi.annotations({
    summary: "Is it ready",
    description: "200 when the record of calls can be read, and whether this service simulates."
  })
)

/** The service itself. */
export class SystemApi extends HttpApiGroup.make("system")
  .add(ready)
  .annotateMerge(OpenApi.annotations({ title: "Service", description: "The service itself." })) {}
