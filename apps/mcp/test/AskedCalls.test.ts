import { assert, describe, it } from "@effect/vitest"
import { CallId, CurrentPrincipal, PhoneNumber, type Principal } from "@outbound-call/core"
import { Effect, Layer } from "effect"
import { AskedCalls } from "../src/AskedCalls.ts"
import { CallService } from "../src/CallService.ts"

const by = (owner: string): Principal => ({ owner, scopes: ["calls:read"], key: null })
const named = (n: number) => ({
  id: CallId.make(`call_${String(n).padStart(26, "0")}`),
  to: PhoneNumber.make("+14155550100")
})
const nobodySaidNo = Layer.mock(CallService, {
  simulated: true,
  server: null,
  list: () => Effect.succeed({ calls: [], nextCursor: null })
})

/** Another owner answers to, or opens, so many forms. */
const many = (deed: (call: ReturnType<typeof named>) => Effect.Effect<void>) =>
  Effect.forEach(
    Array.from({ length: 1_000 }, (_, n) => named(n + 1)),
    deed,
    { discard: true }
  ).pipe(Effect.provideService(CurrentPrincipal, by("bob")))

describe("what was asked of one owner", () => {
  it.effect("is not forgotten because of the many calls of another", () =>
    Effect.gen(function* () {
      const { answered, isResting, opened, wasAsked } = yield* AskedCalls
      yield* answered(named(0))
      yield* opened(named(2_000))
      yield* many(answered)
      yield* many((call) => opened(call))
      assert.isTrue(yield* wasAsked(named(0), true))
      assert.isTrue(yield* wasAsked(named(2_000), false))
      assert.isTrue(yield* isResting(named(0)))
    }).pipe(
      Effect.provideService(CurrentPrincipal, by("ada")),
      Effect.provide(Layer.merge(AskedCalls.layer, nobodySaidNo))
    )
  )

  it.effect("is known whoever comes, and rests for that owner alone", () =>
    Effect.gen(function* () {
      const { answered, isResting, wasAsked } = yield* AskedCalls
      yield* Effect.provideService(answered(named(0)), CurrentPrincipal, by("ada"))
      yield* Effect.gen(function* () {
        assert.isTrue(yield* wasAsked(named(0), true))
        assert.isFalse(yield* isResting(named(0)))
      }).pipe(Effect.provideService(CurrentPrincipal, by("bob")))
    }).pipe(Effect.provide(Layer.merge(AskedCalls.layer, nobodySaidNo)))
  )
})
