import { HttpApiMiddleware, HttpApiSecurity, OpenApi } from "effect/http-api"
import { LedgerProblem, RateLimitedProblem, ScopeMissingProblem, UnauthorizedProblem } from "./Problems.ts"

const bearer = HttpApiSecurity.bearer.pipe(
  HttpApiSecurity.annotate(OpenApi.Description, "An API key (oc_…), as `Authorization: Bearer <key>`")
)

const apiKey = HttpApiSecurity.apiKey({ key: "x-api-key", in: "header" }).pipe(
  HttpApiSecurity.annotate(OpenApi.Description, "An API key (oc_…), as `X-Api-Key: <key>`")
)

/**
 * Who asks: finds the principal of the key that a request brings. A service without keys answers programs of its own
 * machine without one.
 */
export class Authentication extends HttpApiMiddleware.Service<Authentication>()("@outbound-call/api/Authentication", {
  security: { bearer, apiKey },
  error: [UnauthorizedProblem, LedgerProblem]
}) {}

/** Whether the principal may: its key has the scope of the route, and keeps to its limits. Within `Authentication`. */
export class Permission extends HttpApiMiddleware.Service<Permission>()("@outbound-call/api/Permission", {
  error: [ScopeMissingProblem, RateLimitedProblem]
}) {}
