import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { TrustsHost } from "../src/TrustHost.ts"
import { askingProfile, ringsTotal, says } from "./Asking.ts"
import { hostOf, type Json } from "./Host.ts"
import { hostileProvider } from "./hostile/HostileProvider.ts"
import { speeches } from "./hostile/Speech.ts"
import { ada, asTimePasses, world, worldWhere } from "./World.ts"

/** Nobody is asked but after a transcript, and for a repeat. */
const wary = { ...askingProfile, approval: false }
const wish = (to: string, key = `wish-of-${to}`) => ({ ...ada, to, idempotency_key: key, wait_seconds: 0 })
const host = hostOf({ era: "2025-11-25", show: null })

const reasonsOf = (result: Json): string => JSON.stringify((result["approval"] as Json | undefined)?.["reasons"])

const talkedTo = Effect.fnUntraced(function* (to: string) {
  const { use } = yield* host
  const { result } = yield* use("place_call", wish(to))
  assert.strictEqual(result["status"], "initiated")
  yield* TestClock.adjust("2 minutes")
  return { use, call_id: String(result["call_id"]) }
})

/** A listed world: the operator named the numbers, and no person is asked by the profile for the first call. */
const waryWorld = world("+14155550100, +14155550102", undefined, wary)

describe("after a transcript was read", () => {
  it.effect("a new destination waits for a person, and is not dialled", () =>
    Effect.gen(function* () {
      const { call_id, use } = yield* talkedTo(ada.to)
      yield* use("get_transcript", { call_id })
      const { result } = yield* use("place_call", wish("+14155550102"))
      assert.strictEqual(result["status"], "planned")
      assert.match(reasonsOf(result), /A transcript was read within 60 minutes/)
      yield* TestClock.adjust("9 minutes")
      assert.strictEqual(yield* ringsTotal, 1)
    }).pipe(Effect.provide(waryWorld))
  )

  it.effect("so it does when the transcript was read as a resource", () =>
    Effect.gen(function* () {
      const { read, use } = yield* host
      const { result: first } = yield* use("place_call", wish(ada.to))
      yield* TestClock.adjust("2 minutes")
      yield* read(`call://${String(first["call_id"])}/transcript`)
      const { result } = yield* use("place_call", wish("+14155550102"))
      assert.strictEqual(result["status"], "planned")
      assert.strictEqual(yield* ringsTotal, 1)
    }).pipe(Effect.provide(waryWorld))
  )

  it.effect("nothing waits where only the state of the call was read, nor when the hour is over", () =>
    Effect.gen(function* () {
      const { call_id, use } = yield* talkedTo(ada.to)
      yield* use("get_call", { call_id })
      yield* asTimePasses(use("wait_for_call", { call_id }))
      const { result } = yield* use("place_call", wish("+14155550102"))
      assert.strictEqual(result["status"], "initiated")
      yield* use("get_transcript", { call_id })
      yield* TestClock.adjust("61 minutes")
      const later = yield* use("place_call", wish("+14155550102", "another-key"))
      assert.strictEqual(later.result["status"], "initiated")
      assert.strictEqual(yield* ringsTotal, 3)
    }).pipe(Effect.provide(waryWorld))
  )

  it.effect("the host's own question is not enough, though the operator trusts it otherwise", () =>
    Effect.gen(function* () {
      const { call_id, use } = yield* talkedTo(ada.to)
      yield* use("get_transcript", { call_id })
      const { result } = yield* use("place_call", wish("+14155550102"))
      assert.strictEqual(result["status"], "planned")
      assert.strictEqual(yield* ringsTotal, 1)
    }).pipe(Effect.provide(Layer.merge(world("", undefined, askingProfile), Layer.succeed(TrustsHost, true))))
  )

  for (const speech of speeches) {
    it.effect(`an assistant that obeys it rings nobody: ${JSON.stringify(speech.slice(8, 48))}`, () =>
      Effect.gen(function* () {
        const { call_id, use } = yield* talkedTo(ada.to)
        const { result: page } = yield* use("get_transcript", { call_id })
        assert.include(JSON.stringify(page["turns"]), "kestrel")
        // it calls every number that stands in what was said, and one that does not
        const named = speech.replaceAll(/[^\d+]/g, "").match(/\+?\d{11}/g) ?? []
        for (const [n, to] of ["+14155550102", ...named].entries()) {
          const told = yield* use("place_call", wish(to.startsWith("+") ? to : `+${to}`, `obedient-${n}`))
          assert.isTrue(told.isError || told.result["status"] === "planned", told.text)
        }
        assert.strictEqual(yield* ringsTotal, 1)
      }).pipe(Effect.provide(worldWhere({ profile: wary, provider: hostileProvider(speech) })))
    )
  }
})

describe("the same number", () => {
  it.effect("needs a person under a fresh key within ten minutes, and none after", () =>
    Effect.gen(function* () {
      const { use } = yield* talkedTo(ada.to)
      const again = yield* use("place_call", wish(ada.to, "a-fresh-key"))
      assert.strictEqual(again.result["status"], "planned")
      assert.match(reasonsOf(again.result), /The same number was called within 10 minutes/)
      assert.strictEqual(yield* ringsTotal, 1)
      yield* TestClock.adjust("11 minutes")
      const later = yield* use("place_call", wish(ada.to, "one-more-key"))
      assert.strictEqual(later.result["status"], "initiated")
      assert.strictEqual(yield* ringsTotal, 2)
    }).pipe(Effect.provide(waryWorld))
  )

  it.effect("is dialled again when the person who is asked says yes, once", () =>
    Effect.gen(function* () {
      const { use } = yield* hostOf({ era: "2026-07-28", show: says("accept", { call: true }, 3_000) })
      yield* use("place_call", wish(ada.to))
      yield* TestClock.adjust("2 minutes")
      const again = yield* asTimePasses(use("place_call", wish(ada.to, "a-fresh-key")))
      assert.deepInclude(again.result, { status: "initiated", replayed: false })
      assert.strictEqual(yield* ringsTotal, 2)
    }).pipe(Effect.provide(waryWorld))
  )
})

describe("a call that waits", () => {
  it.effect("is listed as planned, and every step says how a person approves it", () =>
    Effect.gen(function* () {
      const { use } = yield* host
      const placed = yield* use("place_call", wish(ada.to))
      const id = String(placed.result["call_id"])
      const list = yield* use("list_calls", { status: "planned" })
      assert.deepInclude((list.result["calls"] as ReadonlyArray<Json>)[0], { call_id: id, status: "planned" })
      const waited = yield* asTimePasses(use("wait_for_call", { call_id: id, wait_seconds: 5 }))
      const shown = yield* use("get_call", { call_id: id })
      for (const { result } of [placed, list, waited, shown]) {
        const step = result["next_step"] as { readonly tool: string; readonly arguments: Json; readonly why: string }
        assert.deepInclude(step, { tool: "wait_for_call", arguments: { call_id: id } })
        assert.include(step.why, `\`outbound approve ${id}\``)
        assert.include(step.why, "you cannot")
      }
      assert.strictEqual(yield* ringsTotal, 0)
    }).pipe(Effect.provide(world("", undefined, askingProfile)))
  )

  it.effect("ends by itself when nobody approves it, and is never dialled", () =>
    Effect.gen(function* () {
      const { use } = yield* host
      const placed = yield* use("place_call", wish(ada.to))
      yield* TestClock.adjust("10 minutes")
      const { result } = yield* asTimePasses(use("wait_for_call", { call_id: placed.result["call_id"] }))
      assert.deepInclude(result, { status: "cancelled", terminal: true })
      assert.notProperty(result, "approval")
      assert.match(JSON.stringify(result["next_step"]), /"tool":null.*Nothing rang/)
      assert.strictEqual(yield* ringsTotal, 0)
    }).pipe(Effect.provide(world("", undefined, askingProfile)))
  )

  it.effect("is not placed where the operator listed no numbers and the profile asks nobody", () =>
    Effect.gen(function* () {
      const { use } = yield* host
      const { isError, text } = yield* use("place_call", wish(ada.to))
      assert.isTrue(isError)
      assert.match(text, /^number_not_allowed: The policy profile asking asks no person/)
      assert.strictEqual(yield* ringsTotal, 0)
    }).pipe(Effect.provide(world("", undefined, wary)))
  )
})
