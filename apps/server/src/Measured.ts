import { Clock, Effect, Metric } from "effect"
import { HttpRouter, HttpServerRequest } from "effect/http"
import { routesAt } from "./RouteOf.ts"

const seconds = Metric.histogram("outbound_http_request_seconds", {
  description: "Requests by route and status, with the seconds until their answer began",
  boundaries: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
})

/** Counts and times every request under its route as the contract writes it, so that no label holds what was asked. */
export const layer = HttpRouter.middleware(
  Effect.succeed((answer) =>
    Effect.gen(function* () {
      const { method, url } = yield* HttpServerRequest.HttpServerRequest
      const since = yield* Clock.monotonicTimeNanos
      const response = yield* answer
      const taken = Number((yield* Clock.monotonicTimeNanos) - since) / 1e9
      const labels = { method: methodOf(method), route: routeOf(method, url), status: String(response.status) }
      yield* Metric.update(Metric.withAttributes(seconds, labels), taken)
      return response
    })
  ),
  { global: true }
)

/** HEAD is answered by the route of GET; what no route takes is one label. */
const routeOf = (method: string, url: string): string => {
  const known = routesAt(url)
  const asked = method === "HEAD" ? "GET" : method
  return known.find((route) => route.method === asked)?.path ?? known[0]?.path ?? "none"
}

const methodOf = (method: string): string => (methods.has(method) ? method : "other")

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
