import { assert, describe, it } from "@effect/vitest"
import { CallFollower, CallLedger, type Call } from "@outbound-call/core"
import { Clock, Effect, Fiber, Layer, Stream } from "effect"
import { HttpClient } from "effect/http"
import { inWorld, pass, place, provider, settle, Traffic } from "./Rig.ts"

const hour = 3_600_000

/** Runs a test whose wall clock can be set, over a provider whose own clock is right. */
const withClock = <A, E, R>(test: (set: (millis: number) => void) => Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const right = yield* Clock.Clock
    let ahead = 0
    const millis = () => right.currentTimeMillisUnsafe() + ahead
    const clock: Clock.Clock = {
      ...right,
      currentTimeMillisUnsafe: millis,
      currentTimeMillis: Effect.sync(millis),
      currentTimeNanosUnsafe: () => BigInt(millis()) * 1_000_000n,
      currentTimeNanos: Effect.sync(() => BigInt(millis()) * 1_000_000n)
    }
    const network = Layer.effect(
      HttpClient.HttpClient,
      Effect.map(HttpClient.HttpClient, (client) =>
        HttpClient.make((request) => Effect.provideService(client.execute(request), Clock.Clock, right))
      )
    ).pipe(Layer.provideMerge(provider))
    const set = (by: number) => {
      ahead += by
    }
    return yield* test(set).pipe(inWorld({ network }), Effect.provideService(Clock.Clock, clock))
  })

const areOver = (calls: ReadonlyArray<Call>) =>
  Effect.gen(function* () {
    const ledger = yield* CallLedger
    for (const { id } of calls) assert.isNotNull((yield* ledger.find(id)).analysedAt)
  })

const hold = Effect.gen(function* () {
  const ledger = yield* CallLedger
  const holding = yield* (yield* CallFollower).hold({ isAwaited: true })
  yield* holding.add(yield* ledger.liveCalls(null, 1000))
  yield* holding.sweep
})

describe("when the wall clock is set", () => {
  for (const [name, by] of [
    ["back by an hour", -hour],
    ["forward by an hour", hour]
  ] as const) {
    it.effect(`${name}, calls are found to be over as soon as before, and asked for as often`, () =>
      withClock((set) =>
        Effect.gen(function* () {
          const calls = yield* Effect.forEach(["0101", "0103", "0100"], (digits) => place({ to: `+1415555${digits}` }))
          yield* Effect.scoped(
            Effect.gen(function* () {
              yield* hold
              yield* pass(3)
              set(by)
              yield* pass(60)
            })
          )
          yield* areOver(calls)
          assert.isAtMost((yield* Traffic).sent.length, 3 + 15 + 8)
        })
      )
    )

    it.effect(`${name}, a watch ends after the time that was asked for`, () =>
      withClock((set) =>
        Effect.gen(function* () {
          const call = yield* place({ to: "+14155550107" })
          const untilMillis = (yield* Clock.currentTimeMillis) + 20_000
          const watch = Stream.runDrain((yield* CallFollower).watch(call.id, { untilMillis }))
          const watching = yield* Effect.forkChild(watch)
          yield* pass(5)
          set(by)
          yield* pass(13)
          assert.isUndefined(watching.pollUnsafe())
          yield* pass(4)
          yield* settle
          yield* Fiber.join(watching)
        })
      )
    )
  }
})
