import { assert, it } from "@effect/vitest"
import { ProviderError } from "@outbound-call/core"
import { makeWebhookTurns } from "@outbound-call/core/WebhookTurns"
import { Effect } from "effect"
import { TestClock } from "effect/testing"

const limit = (retryAfterSeconds: number | null) =>
  new ProviderError({
    reason: "rate-limited",
    detail: "Too many requests.",
    status: 429,
    requestId: null,
    retryAfterSeconds,
    isUnknownRoute: false
  })

it.effect("a limit that names no time does not shorten one that does", () =>
  Effect.gen(function* () {
    const { ask } = yield* makeWebhookTurns
    const met = (error: ProviderError) => Effect.exit(ask(Effect.andThen(Effect.yieldNow, Effect.fail(error))))
    yield* Effect.all([met(limit(60)), met(limit(null))], { concurrency: 2 })
    yield* TestClock.adjust("59 seconds")
    assert.strictEqual((yield* Effect.flip(ask(Effect.void))).retryAfterSeconds, 1)
    yield* TestClock.adjust("1 second")
    yield* ask(Effect.void)
  })
)
