import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { CallService } from "../src/CallService.ts"
import { failureAt } from "../src/ServerFailure.ts"
import { askingProfile, hosts, ringsTotal, says } from "./Asking.ts"
import { hostOf, type Json } from "./Host.ts"
import { ada, asTimePasses, world } from "./World.ts"

const wish = { ...ada, idempotency_key: "wish-of-ada", wait_seconds: 0 }

/** Where a yes does so. */
const approving = (approve: CallService["Service"]["approve"]) =>
  Layer.effect(
    CallService,
    Effect.map(CallService, (calls) => ({ ...calls, approve }))
  ).pipe(Layer.provideMerge(world("", undefined, askingProfile)))

for (const era of hosts) {
  describe(`a yes through a host that speaks ${era}`, () => {
    it.effect("to a call whose turn it is not is told as such, and the call still waits", () =>
      Effect.gen(function* () {
        const host = yield* hostOf({ era, show: says("accept", { call: true }, 3_000) })
        const { result } = yield* asTimePasses(host.use("place_call", wish))
        assert.strictEqual(result["status"], "planned")
        assert.match(
          String((result["next_step"] as Json)["why"]),
          /^The person said yes, but it is not this call's turn/
        )
        assert.strictEqual(yield* ringsTotal, 0)
      }).pipe(Effect.provide(approving((call) => Effect.succeed(call))))
    )

    it.effect("that has no answer in time gives the call as it is then", () =>
      Effect.gen(function* () {
        const host = yield* hostOf({ era, show: says("accept", { call: true }, 3_000) })
        const { isError, result, text } = yield* asTimePasses(host.use("place_call", wish))
        assert.isFalse(isError, text)
        assert.match(String(result["call_id"]), /^call_/)
        assert.strictEqual(result["status"], "planned")
      }).pipe(Effect.provide(approving(() => Effect.never)))
    )
  })
}

describe("why a yes through a server does not count", () => {
  for (const [reason, words] of [
    ["wrong-digits", /not the last four digits/],
    ["other-request", /not the request that was placed/],
    ["other-account", /another account/],
    ["own-call", /key that placed a call does not approve it/]
  ] as const) {
    it(`is told by its reason: ${reason}`, () => {
      const problem = {
        type: "urn:outbound-call:problem:approval-unproved",
        code: `approval-${reason}`,
        call_id: "call_00000000000000000000000000",
        phone_may_have_rung: false
      }
      const failure = failureAt("http://127.0.0.1:1")(problem as unknown as Parameters<ReturnType<typeof failureAt>>[0])
      assert.match(failure.message, words)
    })
  }
})
