import { MethodNotAllowedProblem, RouteNotFoundProblem } from "@outbound-call/api"
import { Effect } from "effect"
import { type HttpServerRequest, HttpServerRespondable, HttpServerResponse } from "effect/http"
import { routesAt } from "./RouteOf.ts"

/**
 * The problem of a request that no route takes: 405 when the path has other methods, else 404. The path as it came is
 * not repeated: it may hold a number, and answers are kept by many a client.
 */
export const unknownRoute = ({ method, url }: HttpServerRequest.HttpServerRequest) => {
  const known = routesAt(url)
  const methods = known.map((route) => route.method)
  const allow = [...new Set(methods.includes("GET") ? [...methods, "HEAD"] : methods)].join(", ")
  const nothingRang = { phone_may_have_rung: false, retry_safe: true }
  return known[0] === undefined
    ? HttpServerRespondable.toResponse(
        new RouteNotFoundProblem({
          ...nothingRang,
          detail: "There is nothing at this path. No phone rang.",
          code: "route-not-found",
          next_step: "See GET /openapi.json or /docs for what there is."
        })
      )
    : HttpServerRespondable.toResponse(
        new MethodNotAllowedProblem({
          ...nothingRang,
          detail: `${known[0].path} does not take ${method}. No phone rang.`,
          code: "method-not-allowed",
          next_step: `Use ${allow}.`
        })
      ).pipe(Effect.map(HttpServerResponse.setHeader("allow", allow)))
}
