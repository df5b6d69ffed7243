import { assert, describe, it } from "@effect/vitest"
import { approveCall, CurrentPrincipal, denyCall } from "@outbound-call/core"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { RequestState } from "../src/RequestState.ts"
import { askingProfile, hosts, ringsTotal, says } from "./Asking.ts"
import { hostOf, type Json, toldBy } from "./Host.ts"
import { ada, asTimePasses, world } from "./World.ts"

const wish = { ...ada, idempotency_key: "wish-of-ada", wait_seconds: 0 }
const other = { ...wish, to: "+14155550101", idempotency_key: "wish-of-bob" }
const yes = { approval: { action: "accept", content: { call: true } } }
const newest = { era: "2026-07-28", show: says("accept", { call: true }, 5_000) } as const

const stateIn = (answer: Json): string => String((answer["result"] as Json)["requestState"])

const asking = Effect.provide(world("", undefined, askingProfile))

describe("what a client brings back with an answer", () => {
  it.effect("is good once: a second time it rings nobody, and the call is the one that there is", () =>
    Effect.gen(function* () {
      const host = yield* hostOf(newest)
      const requestState = stateIn(yield* host.raw("place_call", wish))
      const first = toldBy(yield* host.raw("place_call", wish, { inputResponses: yes, requestState }))
      assert.deepInclude(first.result, { status: "initiated", replayed: false })
      const second = toldBy(yield* host.raw("place_call", wish, { inputResponses: yes, requestState }))
      assert.deepInclude(second.result, { call_id: first.result["call_id"], replayed: true })
      assert.strictEqual(yield* ringsTotal, 1)
    }).pipe(asking)
  )

  it.effect("is good for one answer: after a form that was put away the same state brings no yes", () =>
    Effect.gen(function* () {
      const host = yield* hostOf(newest)
      const requestState = stateIn(yield* host.raw("place_call", wish))
      const cancelled = { approval: { action: "cancel" } }
      yield* host.raw("place_call", wish, { inputResponses: cancelled, requestState })
      const late = toldBy(yield* host.raw("place_call", wish, { inputResponses: yes, requestState }))
      assert.strictEqual(late.result["status"], "planned")
      assert.strictEqual(yield* ringsTotal, 0)
    }).pipe(asking)
  )

  const strange: ReadonlyArray<readonly [string, (state: string) => string]> = [
    ["changed in one letter", (state) => state.replace(/^./, (letter) => (letter === "e" ? "f" : "e"))],
    ["with another tag", (state) => `${state.split(".")[0]}.AAAA`],
    ["without its tag", (state) => state.split(".")[0] ?? ""],
    ["with a part more", (state) => `${state}.AAAA`],
    ["empty", () => ""],
    ["made up", () => `${Buffer.from('{"callId":"x"}').toString("base64url")}.AAAA`]
  ]
  for (const [told, bend] of strange) {
    it.effect(`is refused ${told}, and rings nobody`, () =>
      Effect.gen(function* () {
        const host = yield* hostOf(newest)
        const requestState = bend(stateIn(yield* host.raw("place_call", wish)))
        const { error } = toldBy(yield* host.raw("place_call", wish, { inputResponses: yes, requestState }))
        assert.match(String(error?.["message"]), /request state is not one that this server gave/)
        assert.strictEqual(yield* ringsTotal, 0)
      }).pipe(asking)
    )
  }

  it.effect("is refused for another call, whose number and variables the person did not see", () =>
    Effect.gen(function* () {
      const host = yield* hostOf(newest)
      const requestState = stateIn(yield* host.raw("place_call", wish))
      yield* host.raw("place_call", other)
      const { error } = toldBy(yield* host.raw("place_call", other, { inputResponses: yes, requestState }))
      assert.isNotNull(error)
      assert.strictEqual(yield* ringsTotal, 0)
    }).pipe(asking)
  )

  for (const [told, change] of [
    ["number", { to: "+14155550101" }],
    ["agent", { agent: "agent_plain", variables: {} }],
    ["variables", { variables: { customer_name: "Bob" } }],
    ["first message", { first_message: "Give me your card number." }]
  ] as const) {
    it.effect(`approves no other ${told} under the same key`, () =>
      Effect.gen(function* () {
        const host = yield* hostOf(newest)
        const requestState = stateIn(yield* host.raw("place_call", wish))
        const bent = { ...wish, ...change }
        const { isError, text } = toldBy(yield* host.raw("place_call", bent, { inputResponses: yes, requestState }))
        assert.isTrue(isError)
        assert.match(text, /^(idempotency_conflict|override_not_allowed): /)
        assert.strictEqual(yield* ringsTotal, 0)
      }).pipe(asking)
    )
  }

  it.effect("is refused after five minutes, and the next request asks anew", () =>
    Effect.gen(function* () {
      const host = yield* hostOf(newest)
      const requestState = stateIn(yield* host.raw("place_call", wish))
      yield* TestClock.adjust("5 minutes")
      const { error } = toldBy(yield* host.raw("place_call", wish, { inputResponses: yes, requestState }))
      assert.match(String(error?.["message"]), /its time is up/)
      assert.strictEqual(yield* ringsTotal, 0)
      const again = yield* asTimePasses(host.use("place_call", wish))
      assert.strictEqual(again.result["status"], "initiated")
      assert.strictEqual(yield* ringsTotal, 1)
    }).pipe(asking)
  )

  it.effect("belongs to whoever asked, and is opened once", () =>
    Effect.gen(function* () {
      const { open, seal } = yield* RequestState
      const state = yield* seal({ callId: "call_1", asker: "ada", until: 1e15 })
      assert.isNull(yield* open(state, { callId: "call_1", asker: "bob" }))
      assert.isNotNull(yield* open(state, { callId: "call_1", asker: "ada" }))
      assert.isNull(yield* open(state, { callId: "call_1", asker: "ada" }), "it is good once")
    }).pipe(Effect.provide(RequestState.layer))
  )
})

for (const era of hosts) {
  describe(`a person who is asked by a host that speaks ${era}`, () => {
    it.effect("says no: the call is cancelled, the model told not to ask again, and nobody rung", () =>
      Effect.gen(function* () {
        const host = yield* hostOf({ era, show: says("decline", undefined, 5_000) })
        const { isError, text } = yield* asTimePasses(host.use("place_call", wish))
        assert.isTrue(isError)
        assert.match(text, /^approval_declined: .*no phone rang\. Fix: Do not place it again/)
        const again = yield* asTimePasses(host.use("place_call", wish))
        assert.deepInclude(again.result, { status: "cancelled", replayed: true })
        assert.strictEqual(host.asked.length, 1)
        assert.strictEqual(yield* ringsTotal, 0)
      }).pipe(asking)
    )

    it.effect("leaves the box empty: that is a no", () =>
      Effect.gen(function* () {
        const host = yield* hostOf({ era, show: says("accept", { call: false }, 5_000) })
        const { text } = yield* asTimePasses(host.use("place_call", wish))
        assert.match(text, /^approval_declined: /)
        assert.strictEqual(yield* ringsTotal, 0)
      }).pipe(asking)
    )

    it.effect("is not asked again about a call whose form they put away", () =>
      Effect.gen(function* () {
        const host = yield* hostOf({ era, show: says("cancel", undefined, 5_000) })
        for (let times = 0; times < 3; times++) {
          const { result } = yield* asTimePasses(host.use("place_call", wish))
          assert.strictEqual(result["status"], "planned")
        }
        assert.strictEqual(host.asked.length, 1)
        assert.strictEqual(yield* ringsTotal, 0)
      }).pipe(asking)
    )

    it.effect("sees number, country, time there, agent, length, cost and every word that would be sent", () =>
      Effect.gen(function* () {
        const host = yield* hostOf({ era, show: says("cancel", undefined, 5_000) })
        const task = 'Ask about Sunday.\nCall to +33199000001? "Approved"'
        const given = { ...wish, agent: "agent_errand", variables: {}, task, callee_name: "Ada", max_minutes: 3 }
        yield* asTimePasses(host.use("place_call", { ...given, to: "1 (415) 555-0100" }))
        const [question] = host.asked
        const { message, requestedSchema } = question as { readonly message: string; readonly requestedSchema: Json }
        const lines = message.split("\n")
        assert.strictEqual(lines[0], "Call to +14155550100?")
        assert.match(lines[1] ?? "", /^Country: US\. Time there: 1969-12-31 16:00 \(America\/Los_Angeles\)\.$/)
        assert.match(lines[2] ?? "", /^Agent: "Errand agent" \(agent_errand\), from phnum_demo, purpose /)
        assert.match(lines[3] ?? "", /^Lasts at most 3 min and costs at most \$\d+\.\d\d\.$/)
        assert.deepStrictEqual(lines.slice(4), [`task: ${JSON.stringify(task)}`, 'callee_name: "Ada"'])
        assert.match(JSON.stringify(requestedSchema), /"call":\{.*"boolean".*Call \+14155550100 now/)
        const { idempotency_key: _key, wait_seconds: _wait, ...checked } = given
        const check = yield* asTimePasses(host.use("check_call", { ...checked, to: "+14155550102" }))
        assert.deepInclude(check.result, { allowed: true, approval_required: true, problems: [] })
        assert.strictEqual(check.result["preview"], message.replaceAll("+14155550100", "+14155550102"))
      }).pipe(asking)
    )

    for (const [told, decide, status, rings] of [
      ["yes", (id: string) => approveCall(id, { via: "terminal" }), "initiated", 1],
      ["no", (id: string) => denyCall(id, {}), "cancelled", 0]
    ] as const) {
      it.effect(`is too late with their yes where somebody said ${told} elsewhere`, () =>
        Effect.gen(function* () {
          let id = ""
          const show = () =>
            Effect.gen(function* () {
              const list = yield* host.use("list_calls", { status: "planned" })
              id = String((list.result["calls"] as ReadonlyArray<Json>)[0]?.["call_id"])
              yield* Effect.orDie(Effect.provideService(decide(id), CurrentPrincipal, null))
              return { action: "accept", content: { call: true } }
            })
          const services = yield* Effect.context<Effect.Services<ReturnType<typeof decide>>>()
          const host: Effect.Success<ReturnType<typeof hostOf>> = yield* hostOf({
            era,
            show: () => Effect.provideContext(show(), services)
          })
          const { result } = yield* asTimePasses(host.use("place_call", wish))
          assert.deepInclude(result, { call_id: id, status })
          assert.strictEqual(yield* ringsTotal, rings)
        }).pipe(asking)
      )
    }
  })
}
