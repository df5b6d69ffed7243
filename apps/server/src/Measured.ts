import { Clock, Effect, Metric } from "effect"
import { HttpRouter, HttpServerRequest } from "effect/http"
import { routesAt } from "./RouteOf.ts"

const seconds = Metric.histogram("outbound_http_request_seconds", {
  description: "Requests by route and status, with the seconds until their answer began",
  boundaries: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
})

/** Counts and times every request under its route as the contract writes it, so that no label holds what was asked. */
export const layer = HttpRouter.middleware(
  Effect.sync(() => {
    const secondsOf = makeSecondsOf()
    return (answer) =>
      Effect.flatMap(HttpServerRequest.HttpServerRequest, ({ method, url }) =>
        Clock.clockWith((clock) => {
          const since = clock.monotonicTimeNanosUnsafe()
          return Effect.tap(answer, ({ status }) =>
            Metric.update(
              secondsOf(methodOf(method), routeOf(method, url), status),
              Number(clock.monotonicTimeNanosUnsafe() - since) / 1e9
            )
          )
        })
      )
  }),
  { global: true }
)

/** The histogram of each route and status, made once: there are as many as the contract has. */
const makeSecondsOf = () => {
  const known = new Map<string, typeof seconds>()
  return (method: string, route: string, status: number) => {
    const key = `${status} ${method} ${route}`
    const found = known.get(key)
    if (found !== undefined) return found
    const made = Metric.withAttributes(seconds, { method, route, status: String(status) })
    known.set(key, made)
    return made
  }
}

/** HEAD is answered by the route of GET; what no route takes is one label. */
const routeOf = (method: string, url: string): string => {
  const known = routesAt(url)
  const asked = method === "HEAD" ? "GET" : method
  return known.find((route) => route.method === asked)?.path ?? known[0]?.path ?? "none"
}

const methodOf = (method: string): string => (methods.has(method) ? method : "other")

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
