import { Permission, RateLimitedProblem, requiredScope, ScopeMissingProblem } from "@outbound-call/api"
import { type ApiKey, CurrentPrincipal, type KeyScope, mayDo } from "@outbound-call/core"
import { RequestCounter } from "@outbound-call/node/RequestCounter"
import { Effect, Layer } from "effect"
import { HttpEffect, HttpServerResponse } from "effect/http"

/** Lets a request through whose principal has the scope of the route, and whose key has requests left in this minute. */
export const layer = Layer.effect(
  Permission,
  Effect.map(RequestCounter, (count) => (answer, { endpoint }) => {
    const scope = requiredScope(endpoint)
    const permitted = Effect.tapError(answer, (error: unknown) =>
      error instanceof RateLimitedProblem ? retryAfter(error.retry_after_seconds) : Effect.void
    )
    return Effect.gen(function* () {
      const principal = yield* CurrentPrincipal
      if (principal === null || scope === null) {
        return yield* Effect.die(new Error(`${endpoint.identifier} is not behind Authentication, or names no scope`))
      }
      if (principal.key !== null) yield* countRequest(count, principal.key)
      if (scope !== "any" && !mayDo(principal, scope)) return yield* scopeMissing(scope)
      return yield* permitted
    })
  })
).pipe(Layer.provide(RequestCounter.layer))

const countRequest = Effect.fnUntraced(function* (count: RequestCounter["Service"], key: ApiKey) {
  const { headers, refusal } = yield* count(key)
  yield* addHeaders(headers)
  if (refusal === null) return
  return yield* new RateLimitedProblem({
    ...nothingRang,
    detail: refusal.detail,
    code: "rate-limited",
    next_step: refusal.nextStep,
    retry_after_seconds: refusal.retryAfterSeconds
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
