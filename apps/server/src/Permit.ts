import { Permission, RateLimitedProblem, requiredScope, ScopeMissingProblem } from "@outbound-call/api"
import { type ApiKey, CurrentPrincipal, type KeyScope, mayDo } from "@outbound-call/core"
import { Duration, Effect, Layer } from "effect"
import { HttpEffect, HttpServerResponse } from "effect/http"
import * as RateLimiter from "effect/persistence/RateLimiter"

/**
 * Lets a request through whose principal has the scope of the route, and whose key has requests left in this minute. It
 * counts in this process; the limits of calls are kept by the ledger.
 */
export const layer = Layer.effect(
  Permission,
  Effect.map(RateLimiter.RateLimiter, ({ consume }) => (answer, { endpoint }) => {
    const scope = requiredScope(endpoint)
    const permitted = Effect.tapError(answer, (error: unknown) =>
      error instanceof RateLimitedProblem ? retryAfter(error.retry_after_seconds) : Effect.void
    )
    return Effect.gen(function* () {
      const principal = yield* CurrentPrincipal
      if (principal === null || scope === null) {
        return yield* Effect.die(new Error(`${endpoint.identifier} is not behind Authentication, or names no scope`))
      }
      if (principal.key !== null) yield* countRequest(consume, principal.key)
      if (scope !== "any" && !mayDo(principal, scope)) return yield* scopeMissing(scope)
      return yield* permitted
    })
  })
).pipe(Layer.provide(RateLimiter.layer.pipe(Layer.provide(RateLimiter.layerStoreMemory))))

const countRequest = Effect.fnUntraced(function* (
  consume: RateLimiter.RateLimiter["consume"],
  { limits, line }: ApiKey
) {
  const limit = limits.requestsPerMinute
  const counted = yield* consume({ key: line, limit, window: "1 minute", algorithm: "token-bucket" }).pipe(
    Effect.catchTag("RateLimiterError", ({ reason }) =>
      reason._tag === "RateLimitExceeded"
        ? Effect.succeed({ remaining: 0, resetAfter: reason.retryAfter, isOver: true })
        : Effect.die(reason)
    )
  )
  const seconds = Math.max(1, Math.ceil(Duration.toSeconds(counted.resetAfter)))
  yield* addHeaders({
    "ratelimit-policy": `"requests";q=${limit};w=60`,
    ratelimit: `"requests";r=${counted.remaining};t=${seconds}`
  })
  if (!("isOver" in counted)) return
  yield* retryAfter(seconds)
  return yield* new RateLimitedProblem({
    ...nothingRang,
    detail: `This key sends at most ${limit} requests a minute, and has sent them. No phone rang for this request.`,
    code: "rate-limited",
    next_step: `Send the request again in ${seconds} s.`,
    retry_after_seconds: seconds
  })
})

const scopeMissing = (scope: KeyScope) =>
  Effect.fail(
    new ScopeMissingProblem({
      ...nothingRang,
      detail: `This key may not do this: it lacks the scope ${scope}. No phone rang.`,
      code: "scope-missing",
      next_step: `Use a key that has ${scope}${scope === "admin" ? "" : ", or admin"}; \`outbound keys create --scope ${scope}\` makes one.`,
      scope
    })
  )

const nothingRang = { phone_may_have_rung: false, retry_safe: true }

const retryAfter = (seconds: number) => addHeaders({ "retry-after": String(seconds) })

/** Also on the answer that a problem becomes. */
const addHeaders = (headers: { readonly [name: string]: string }) =>
  HttpEffect.appendPreResponseHandler((_, response) => Effect.succeed(HttpServerResponse.setHeaders(response, headers)))
