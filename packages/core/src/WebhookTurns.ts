import { Clock, Effect, Semaphore } from "effect"
import { ProviderError } from "./CallErrors.ts"
import { logLimit } from "./LogLimit.ts"
import { WaitsForLimits } from "./Patience.ts"

/** Lets a question about a webhook be asked when it is its turn; `rate-limited` when the provider wants to be left alone. */
export interface WebhookTurns {
  readonly ask: <A, E, R>(question: Effect.Effect<A, E | ProviderError, R>) => Effect.Effect<A, E | ProviderError, R>
}

/**
 * However many webhooks come, few of them ask the provider at a time. Once it met its limit none asks before the time
 * that it named, five seconds where it named none: their calls are read by whoever follows them, at his pace, and the
 * webhooks are applied later.
 */
export const makeWebhookTurns = Effect.gen(function* () {
  const turns = yield* Semaphore.make(atOnce)
  let limitedUntil = 0n
  const limit = Effect.fnUntraced(function* (error: unknown) {
    if (!(error instanceof ProviderError) || error.reason !== "rate-limited") return
    const seconds = Math.min(error.retryAfterSeconds ?? unnamedSeconds, longestSeconds)
    const until = (yield* Clock.monotonicTimeNanos) + BigInt(Math.ceil(seconds)) * nanosPerSecond
    if (until > limitedUntil) limitedUntil = until
    yield* logLimit(error)
  })
  const ask: WebhookTurns["ask"] = (question) =>
    Semaphore.withPermits(
      turns,
      1,
      Effect.gen(function* () {
        const left = limitedUntil - (yield* Clock.monotonicTimeNanos)
        if (left > 0n) return yield* leftAlone(Math.ceil(Number(left) / 1e9))
        return yield* question.pipe(Effect.provideService(WaitsForLimits, false), Effect.tapError(limit))
      })
    )
  return { ask } satisfies WebhookTurns as WebhookTurns
})

const leftAlone = (seconds: number): ProviderError =>
  new ProviderError({
    reason: "rate-limited",
    detail: "The provider is left alone until its limit has passed.",
    status: null,
    requestId: null,
    retryAfterSeconds: seconds,
    isUnknownRoute: false
  })

const atOnce = 8
const unnamedSeconds = 5
const longestSeconds = 300
const nanosPerSecond = 1_000_000_000n
