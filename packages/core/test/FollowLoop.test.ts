import { assert, describe, it } from "@effect/vitest"
import { CallLedger, VoiceProvider } from "@outbound-call/core"
import { type Following, newFollowing, schedule } from "@outbound-call/core/Following"
import { followLoop } from "@outbound-call/core/FollowLoop"
import { followDefaults } from "@outbound-call/core/FollowSettings"
import { followTime } from "@outbound-call/core/FollowTime"
import { Clock, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"

const hour = 3_600_000

/** A loop that follows nothing yet; `turns` counts how often it looked at what is due. */
const begin = Effect.gen(function* () {
  const idle = newFollowing(followDefaults, () => true)
  const { wake } = idle
  let turns = 0
  const following: Following = {
    ...idle,
    wake: {
      ...wake,
      await: wake.await,
      openUnsafe: () => wake.openUnsafe(),
      close: Effect.suspend(() => {
        turns++
        return wake.close
      })
    }
  }
  yield* Effect.forkScoped(followLoop(following, yield* Effect.scope), { startImmediately: true })
  /** Has something due after so many seconds. */
  const waits = Effect.fnUntraced(function* (key: string, seconds: number) {
    const now = yield* followTime(following)
    schedule(following, following.calls.take(key), now + seconds * 1000, now)
    for (let turn = 0; turn < 10; turn++) yield* Effect.yieldNow
    return turns
  })
  return { following, waits }
})

/** Nothing is due in these tests, and so nothing is asked. */
const nobody = Layer.merge(
  Layer.mock(CallLedger, {}),
  Layer.mock(VoiceProvider, { identity: () => assert.fail("asked") })
)

describe("the loop of the follower", () => {
  it.effect("rests until the next thing is due: what comes later does not wake it, what comes sooner does", () =>
    Effect.gen(function* () {
      const { waits } = yield* begin
      assert.strictEqual(yield* waits("first", 10), 2)
      assert.strictEqual(yield* waits("later", 20), 2)
      assert.strictEqual(yield* waits("the same time", 10), 2)
      assert.strictEqual(yield* waits("sooner", 5), 3)
      assert.strictEqual(yield* waits("later than that", 7), 3)
    }).pipe(Effect.scoped, Effect.provide(nobody))
  )

  for (const [name, by] of [
    ["forward", hour],
    ["back", -hour]
  ] as const) {
    it.effect(`rests as long as before when the clock is set ${name}`, () =>
      Effect.gen(function* () {
        const right = yield* Clock.Clock
        let ahead = 0
        const set: Clock.Clock = {
          ...right,
          currentTimeMillisUnsafe: () => right.currentTimeMillisUnsafe() + ahead,
          monotonicTimeNanosUnsafe: () => right.monotonicTimeNanosUnsafe(),
          sleep: (span) => right.sleep(span)
        }
        yield* Effect.gen(function* () {
          const { waits } = yield* begin
          assert.strictEqual(yield* waits("first", 10), 2)
          ahead = by
          assert.strictEqual(yield* waits("later", 20), 2)
          assert.strictEqual(yield* waits("sooner", 5), 3)
        }).pipe(Effect.provideService(Clock.Clock, set))
      }).pipe(Effect.scoped, Effect.provide(nobody), (test) => Effect.andThen(TestClock.setTime(10 * hour), test))
    )
  }
})
