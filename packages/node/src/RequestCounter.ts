import type { ApiKey } from "@outbound-call/core"
import { Context, Duration, Effect, Layer } from "effect"
import * as RateLimiter from "effect/persistence/RateLimiter"

/** How a key stands after a request was counted. */
export interface CountedRequest {
  /** What every answer to it says of the limit. */
  readonly headers: Readonly<Record<string, string>>
  /** Why the request is refused; null when there was room for it. */
  readonly refusal: {
    readonly detail: string
    readonly nextStep: string
    readonly retryAfterSeconds: number
  } | null
}

/**
 * Counts the requests of a minute for each line of keys, in this process; the limits of calls are kept by the ledger.
 * Several `requests` that came as one count as many, at most as the limit, so that they go once nothing else was asked.
 */
export class RequestCounter extends Context.Service<
  RequestCounter,
  (key: ApiKey, requests?: number) => Effect.Effect<CountedRequest>
>()("@outbound-call/node/RequestCounter") {
  static readonly layer: Layer.Layer<RequestCounter> = Layer.effect(
    RequestCounter,
    Effect.map(RateLimiter.RateLimiter, ({ consume }) =>
      Effect.fnUntraced(function* ({ limits, line }: ApiKey, requests = 1) {
        const limit = limits.requestsPerMinute
        const tokens = Math.min(requests, limit)
        const counted = yield* consume({
          key: line,
          tokens,
          limit,
          window: "1 minute",
          algorithm: "token-bucket"
        }).pipe(
          Effect.map(({ remaining, resetAfter }) => ({ remaining, after: resetAfter, isOver: false })),
          Effect.catchTag("RateLimiterError", ({ reason }) =>
            reason._tag === "RateLimitExceeded"
              ? Effect.succeed({ remaining: 0, after: reason.retryAfter, isOver: true })
              : Effect.die(reason)
          )
        )
        const seconds = Math.max(1, Math.ceil(Duration.toSeconds(counted.after)))
        const headers = {
          "ratelimit-policy": `"requests";q=${limit};w=60`,
          ratelimit: `"requests";r=${counted.remaining};t=${seconds}`
        }
        if (!counted.isOver) return { headers, refusal: null }
        return {
          headers: { ...headers, "retry-after": String(seconds) },
          refusal: {
            detail: `This key sends at most ${limit} requests a minute, and has sent them. No phone rang for this request.`,
            nextStep: `Send the request again in ${seconds} s.`,
            retryAfterSeconds: seconds
          }
        }
      })
    )
  ).pipe(Layer.provide(RateLimiter.layer.pipe(Layer.provide(RateLimiter.layerStoreMemory))))
}
