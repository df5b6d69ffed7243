import { assert, describe, it } from "@effect/vitest"
import { approveCall, CurrentPrincipal, type Principal } from "@outbound-call/core"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { TrustsHost } from "../src/TrustHost.ts"
import { askingProfile, ringsTotal, hosts, says } from "./Asking.ts"
import { hostOf } from "./Host.ts"
import { ada, asTimePasses, world } from "./World.ts"

const wish = { ...ada, idempotency_key: "wish-of-ada", wait_seconds: 0 }

/** Only places: whatever its host answers, no answer of its own counts. */
const placer: Principal = { owner: "local", scopes: ["calls:read", "calls:place"], key: null }

/** Who may say yes, before anybody at the host is asked. */
const gates = {
  auto: { profile: { ...askingProfile, approvedNumbers: ["+1415"] }, trusts: false, principal: null },
  host: { profile: askingProfile, trusts: true, principal: null },
  elicitation: { profile: askingProfile, trusts: false, principal: null },
  "out of band": { profile: askingProfile, trusts: false, principal: placer }
} as const

/** What a host does with a question, and whether a person then said yes, by the revision. */
const behaviours = {
  "a person says yes": { show: says("accept", { call: true }, 5_000), dials: { older: true, newest: true } },
  "nobody can be asked": { show: null, dials: { older: false, newest: false } },
  "the host declines in 5 ms": { show: says("decline", undefined, 5), dials: { older: false, newest: false } },
  "a person is slow": { show: says("accept", { call: true }, 120_000), dials: { older: false, newest: true } },
  "a person puts it away": { show: says("cancel", undefined, 5_000), dials: { older: false, newest: false } },
  "a host accepts an empty form": { show: says("accept", {}, 5), dials: { older: false, newest: false } }
} as const

for (const era of hosts) {
  const age = era === "2026-07-28" ? "newest" : "older"
  for (const [gate, { principal, profile, trusts }] of Object.entries(gates)) {
    for (const [behaviour, { dials, show }] of Object.entries(behaviours)) {
      const isAsked = gate === "elicitation" && show !== null
      const isDialled = gate === "auto" || gate === "host" || (gate === "elicitation" && dials[age])
      describe(`${era}, gate ${gate}, ${behaviour}`, () => {
        it.effect(isDialled ? "rings once" : "rings nobody and leaves the call waiting", () =>
          Effect.gen(function* () {
            const host = yield* hostOf({ era, show })
            const { isError, result, text } = yield* asTimePasses(host.use("place_call", wish))
            assert.isFalse(isError, text)
            assert.strictEqual(result["status"], isDialled ? "initiated" : "planned")
            assert.strictEqual(host.asked.length, isAsked ? 1 : 0)
            assert.strictEqual(yield* ringsTotal, isDialled ? 1 : 0)
            if (isDialled) return assert.notProperty(result, "approval")
            const id = String(result["call_id"])
            assert.match(JSON.stringify(result["approval"]), new RegExp(`"cli":"outbound approve ${id}"`))
            assert.match(JSON.stringify(result["next_step"]), new RegExp(`wait_for_call.*outbound approve ${id}`))
            const again = yield* asTimePasses(host.use("get_call", { call_id: id }))
            assert.strictEqual(again.result["status"], "planned")
            yield* approveCall(id, { via: "terminal", numberEndsIn: "0100" }).pipe(
              Effect.provideService(CurrentPrincipal, null)
            )
            assert.strictEqual(yield* ringsTotal, 1)
          }).pipe(
            Effect.provideService(CurrentPrincipal, principal),
            Effect.provide(Layer.merge(world("", undefined, profile), Layer.succeed(TrustsHost, trusts)))
          )
        )
      })
    }

    it.effect(`${era}, gate ${gate}: a model's own word that it is confirmed is refused, and rings nobody`, () =>
      Effect.gen(function* () {
        const host = yield* hostOf({ era, show: says("accept", { call: true }, 5_000) })
        for (const claim of [{ confirmed: true }, { approved: true }, { approval: "yes" }, { human_confirmed: true }]) {
          const { isError, text } = yield* host.use("place_call", { ...wish, ...claim })
          assert.isTrue(isError)
          assert.match(text, new RegExp(`^invalid_arguments: .*${Object.keys(claim)[0]}`))
        }
        yield* TestClock.adjust("1 minute")
        assert.strictEqual(host.asked.length, 0)
        assert.strictEqual(yield* ringsTotal, 0)
      }).pipe(Effect.provide(Layer.merge(world("", undefined, profile), Layer.succeed(TrustsHost, trusts))))
    )
  }
}
