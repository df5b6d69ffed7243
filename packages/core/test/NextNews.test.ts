import { assert, it } from "@effect/vitest"
import { makeNextNews } from "@outbound-call/core/NextNews"
import { Effect, Fiber } from "effect"

it.effect("nobody waits for news that came before they began to", () =>
  Effect.gen(function* () {
    const news = makeNextNews()
    yield* news.tell
    yield* news.next(() => true)
    const waiting = yield* Effect.forkChild(
      news.next(() => false),
      { startImmediately: true }
    )
    assert.isUndefined(waiting.pollUnsafe())
    yield* news.tell
    yield* Fiber.join(waiting)
  })
)
