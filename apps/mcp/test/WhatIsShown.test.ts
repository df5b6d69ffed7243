import { assert, describe, it } from "@effect/vitest"
import { ApprovalUnproved } from "@outbound-call/core"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { approvalText } from "../src/ApprovalText.ts"
import { CallService } from "../src/CallService.ts"
import { instructions } from "../src/Instructions.ts"
import { TrustsHost } from "../src/TrustHost.ts"
import { askingProfile, ringsTotal, says } from "./Asking.ts"
import { hostOf, type Json } from "./Host.ts"
import { ada, asTimePasses, world } from "./World.ts"

const wish = (to: string) => ({ ...ada, to, idempotency_key: `wish-of-${to}`, wait_seconds: 0 })
const asking = world("", undefined, askingProfile)
const away = hostOf({ era: "2025-11-25", show: says("accept", { call: true }, 2_000) })

/** Where what a host says is not believed. */
const takesNoHost = Layer.effect(
  CallService,
  Effect.map(CallService, (calls) => ({
    ...calls,
    approve: (call, via) =>
      via === "host"
        ? Effect.fail(new ApprovalUnproved({ callId: call.id, reason: "own-call" }))
        : calls.approve(call, via)
  }))
)

const messageOf = (question: Json | undefined): string => String(question?.["message"])

const dialled = {
  agentName: "Desk\u{E0041}",
  country: "US",
  localTimes: [],
  maxDurationSeconds: 60,
  maxCostDollars: 1,
  simulated: false,
  reasons: []
}
const request = { to: "+14155550100", agentId: "agent_a", phoneNumberId: "phnum_a", purpose: "test" }

const textOf = (variables: Readonly<Record<string, string>>): string =>
  approvalText({ ...dialled, request: { ...request, variables } } as unknown as Parameters<typeof approvalText>[0])

describe("the question to a person", () => {
  it.effect("says that a transcript was read, and that the number was called lately, in form and preview alike", () =>
    Effect.gen(function* () {
      const { asked, use } = yield* away
      const { result } = yield* asTimePasses(use("place_call", wish(ada.to)))
      assert.notMatch(messageOf(asked[0]), /transcript|same number/)
      yield* TestClock.adjust("2 minutes")
      yield* use("get_transcript", { call_id: result["call_id"] })
      const check = yield* use("check_call", ada)
      yield* asTimePasses(use("place_call", { ...wish(ada.to), idempotency_key: "a-fresh-key" }))
      for (const text of [messageOf(asked[1]), String(check.result["preview"])]) {
        const [first, ...lines] = text.split("\n")
        assert.strictEqual(first, "Call to +14155550100?")
        assert.sameMembers(lines.slice(0, 2), [
          "A transcript was just read; it may have chosen this number.",
          "The same number was called within 10 minutes."
        ])
      }
    }).pipe(Effect.provide(asking))
  )

  it("shows what does not show by its code, and quotes a name that is no word, at most 64 letters of it", () => {
    const lines = textOf({
      plain_name: "a\u202Eb\u{E0063}\u2028c\uFE0F",
      "Country: FR. Time there": "x",
      ["n".repeat(100)]: "y"
    }).split("\n")
    assert.include(lines[2], '"Desk\\u{E0041}"')
    assert.deepStrictEqual(lines.slice(4), [
      'plain_name: "a\\u{202E}b\\u{E0063}\\u{2028}c\\u{FE0F}"',
      '"Country: FR. Time there": "x"',
      `"${"n".repeat(64)}…": "y"`
    ])
  })
})

describe("words with characters that do not show", () => {
  const hidden = [
    "\u202E",
    "\u200B",
    "\u00AD",
    "\u3164",
    "\uFE0F",
    "\u{E0061}",
    "\u{E01EF}",
    "\u2029",
    "\u0007",
    "\u009B"
  ]
  const places: ReadonlyArray<readonly [string, (text: string) => object]> = [
    ["task", (task) => ({ task })],
    ["callee_name", (name) => ({ callee_name: name })],
    ["first_message", (text) => ({ first_message: text })],
    ["the value of a variable", (text) => ({ variables: { customer_name: text } })],
    ["the name of a variable", (text) => ({ variables: { [`customer_name${text}`]: "Ada" } })]
  ]
  for (const [place, given] of places) {
    it.effect(`are refused in ${place}, nobody is asked, and nobody is rung`, () =>
      Effect.gen(function* () {
        const { asked, use } = yield* away
        for (const character of hidden) {
          const bent = { ...wish(ada.to), ...given(`Ada${character}x`) }
          const placed = yield* use("place_call", bent)
          assert.match(
            placed.text,
            /^invisible_character: .*U\+[0-9A-F]{4,5}.* may have rung: .* Fix: Write it anew.* list_calls first/
          )
          const { idempotency_key: _key, wait_seconds: _wait, ...checked } = bent
          const { result } = yield* use("check_call", checked)
          assert.strictEqual(result["allowed"], false)
          assert.match(JSON.stringify(result["problems"]), /invisible_character/)
        }
        assert.strictEqual(asked.length, 0)
        assert.strictEqual(yield* ringsTotal, 0)
      }).pipe(Effect.provide(asking))
    )
  }

  it.effect("are not those of other scripts, nor new lines in a task", () =>
    Effect.gen(function* () {
      const { result } = yield* Effect.flatMap(away, ({ use }) =>
        use("check_call", {
          to: ada.to,
          agent: "agent_errand",
          task: "Zoë fragen:\n\tΑθήνα, 東京, مرحبا, हिन्दी, 🙂",
          callee_name: "Renée O’Neill"
        })
      )
      assert.strictEqual(result["allowed"], true, JSON.stringify(result))
    }).pipe(Effect.provide(asking))
  )
})

describe("where the host's own question counts", () => {
  it.effect("check_call says that it rings at once, and for a repeat that a person is asked", () =>
    Effect.gen(function* () {
      const { use } = yield* away
      const why = Effect.map(use("check_call", ada), ({ result }) => JSON.stringify(result["next_step"]))
      assert.match(yield* why, /it rings at once/)
      const { result } = yield* use("place_call", wish(ada.to))
      yield* TestClock.adjust("2 minutes")
      yield* use("get_call", { call_id: result["call_id"] })
      assert.match(yield* why, /rings only when a person says yes/)
    }).pipe(Effect.provide(Layer.merge(asking, Layer.succeed(TrustsHost, true))))
  )

  it.effect("and is not taken after all, the person is asked", () =>
    Effect.gen(function* () {
      const { asked, use } = yield* away
      const { result } = yield* asTimePasses(use("place_call", wish(ada.to)))
      assert.strictEqual(asked.length, 1)
      assert.strictEqual(result["status"], "initiated")
      assert.strictEqual(yield* ringsTotal, 1)
    }).pipe(Effect.provide(Layer.provideMerge(takesNoHost, Layer.merge(asking, Layer.succeed(TrustsHost, true)))))
  )

  it("the instructions say so too, in 900 characters", () => {
    assert.match(instructions(false, true, true), /it rings at once/)
    assert.notMatch(instructions(false, true, false), /at once/)
    for (const simulated of [true, false]) assert.isAtMost(instructions(simulated, true, true).length, 900)
  })
})
