import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"
import { followCall, getTranscript, Live, placeCall, renderTranscript } from "@outbound-call/core"
import { liveOptions, pass, provider, request, rings } from "./Rig.ts"
import { sampleStart } from "./SampleCall.ts"

const alone = Live.layerAlone(liveOptions()).pipe(Layer.provideMerge(provider))

describe("the core by itself", () => {
  it.effect("places, follows and gives the transcript with an HTTP client and nothing else", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(sampleStart)
      const { call } = yield* placeCall(request())
      const following = yield* Effect.forkChild(Stream.runCollect(followCall(call.id)))
      yield* pass(60)
      assert.strictEqual((yield* Fiber.join(following)).at(-1)?.type, "analysed")
      const text = renderTranscript(yield* getTranscript(call.id), "text")
      assert.include(text, "Agent: Hello Ada")
      assert.strictEqual(yield* rings, 1)
    }).pipe(Effect.provide(alone))
  )
})
