import { assert, describe, it } from "@effect/vitest"
import { denyCall, LedgerError } from "@outbound-call/core"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { CallService } from "../src/CallService.ts"
import { TrustsHost } from "../src/TrustHost.ts"
import { askingProfile, hosts, ringsTotal, says } from "./Asking.ts"
import { hostOf, type Json } from "./Host.ts"
import { ada, asTimePasses, world } from "./World.ts"

const wish = (key: string, to: string = ada.to) => ({ ...ada, to, idempotency_key: key, wait_seconds: 0 })
const asking = world("", undefined, askingProfile)
const trusting = Layer.merge(asking, Layer.succeed(TrustsHost, true))
const whyOf = (result: Json): string => String((result["next_step"] as Json)["why"])

/** The first sayings of no are lost. */
const lossy = (times: number) =>
  Layer.effect(
    CallService,
    Effect.map(CallService, (calls) => {
      let left = times
      return {
        ...calls,
        deny: (id) =>
          left-- > 0
            ? Effect.fail(new LedgerError({ operation: "deny", phoneMayHaveRung: false, cause: null }))
            : calls.deny(id)
      }
    })
  ).pipe(Layer.provideMerge(asking))

for (const era of hosts) {
  describe(`a no to a host that speaks ${era}`, () => {
    for (const [told, show] of [
      ["a no", says("decline", undefined, 5_000)],
      ["a form that was put away", says("cancel", undefined, 5_000)]
    ] as const) {
      it.effect(`${told} lasts ten minutes for the number, whatever the key, and no longer`, () =>
        Effect.gen(function* () {
          const host = yield* hostOf({ era, show })
          yield* asTimePasses(host.use("place_call", wish("first-wish")))
          // the call whose form was put away still has the number, until it is withdrawn
          const { calls } = (yield* host.use("list_calls", { status: "planned" })).result
          for (const { call_id } of calls as ReadonlyArray<Json>) yield* host.use("hang_up", { call_id })
          const { result } = yield* asTimePasses(host.use("place_call", wish("fresh-key")))
          assert.strictEqual(result["status"], "planned")
          assert.match(whyOf(result), /they are not asked again here.*outbound approve/)
          assert.strictEqual(host.asked.length, 1)
          yield* TestClock.adjust("11 minutes")
          yield* asTimePasses(host.use("place_call", wish("later-key")))
          assert.strictEqual(host.asked.length, 2)
          assert.strictEqual(yield* ringsTotal, 0)
        }).pipe(Effect.provide(asking))
      )
    }

    it.effect("is sent again where it is lost, and counts where it is lost for good", () =>
      Effect.gen(function* () {
        const host = yield* hostOf({ era, show: says("decline", undefined, 5_000) })
        const { text } = yield* asTimePasses(host.use("place_call", wish("first-wish")))
        assert.match(text, /^approval_declined: /)
      }).pipe(Effect.provide(lossy(1)))
    )

    it.effect("that is lost for good opens no second form", () =>
      Effect.gen(function* () {
        const host = yield* hostOf({ era, show: says("decline", undefined, 5_000) })
        const { text } = yield* asTimePasses(host.use("place_call", wish("first-wish")))
        assert.match(text, /^ledger_failed: /)
        yield* asTimePasses(host.use("place_call", wish("first-wish")))
        assert.strictEqual(host.asked.length, 1)
        assert.strictEqual(yield* ringsTotal, 0)
      }).pipe(Effect.provide(lossy(2)))
    )

    it.effect("is asked for once, however often the request comes meanwhile", () =>
      Effect.gen(function* () {
        const host = yield* hostOf({ era, show: says("accept", { call: true }, 5_000) })
        const first = yield* Effect.forkChild(host.use("place_call", wish("first-wish")))
        const second = yield* Effect.forkChild(host.use("place_call", wish("first-wish")))
        yield* asTimePasses(Effect.all([Fiber.join(first), Fiber.join(second)]))
        assert.strictEqual(host.asked.length, 1)
        assert.strictEqual(yield* ringsTotal, 1)
      }).pipe(Effect.provide(asking))
    )
  })
}

describe("a no from elsewhere", () => {
  it.effect("holds against the word of a host, which is trusted otherwise, and against another form", () =>
    Effect.gen(function* () {
      const host = yield* hostOf({ era: "2025-11-25", show: null })
      const calls = yield* CallService
      const { call } = yield* calls.place({ to: ada.to, variables: ada.variables }, "an-earlier-wish")
      yield* denyCall(call.id, {})
      const { result } = yield* host.use("place_call", wish("fresh-key"))
      assert.strictEqual(result["status"], "planned")
      const other = yield* host.use("place_call", wish("other-wish", "+14155550102"))
      assert.strictEqual(other.result["status"], "initiated")
      assert.strictEqual(yield* ringsTotal, 1)
    }).pipe(Effect.provide(trusting))
  )

  it.effect("is told to the model as one, with no advice to take a new key", () =>
    Effect.gen(function* () {
      const host = yield* hostOf({ era: "2025-11-25", show: null })
      const { result } = yield* host.use("place_call", wish("first-wish"))
      yield* denyCall(String(result["call_id"]), {})
      const shown = yield* host.use("get_call", { call_id: result["call_id"] })
      assert.match(whyOf(shown.result), /A person said no to it.*Do not place it again, under no key/)
      assert.notMatch(shown.text, /new idempotency_key/)
    }).pipe(Effect.provide(asking))
  )
})
