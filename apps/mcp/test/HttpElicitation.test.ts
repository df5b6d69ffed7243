import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import type { Json } from "./Host.ts"
import { httpEras, httpHost } from "./HttpHost.ts"
import { ask, messageIn, tool } from "./HttpRig.ts"
import { Keyed, keyedServer, wishFor } from "./KeyedRig.ts"

const whyOf = (result: Json): string => String((result["next_step"] as Json)["why"])

/** Nobody reads a question within a second: this person says no after as long as it takes to wait for the call. */
const declining = (key: string, to: string) =>
  Effect.gen(function* () {
    const list = messageIn(yield* ask(tool("list_calls", { status: "planned", to }, key)))
    const { calls } = (list["result"] as Json)["structuredContent"] as { readonly calls: ReadonlyArray<Json> }
    yield* ask(tool("wait_for_call", { call_id: calls[0]?.["call_id"], wait_seconds: 2 }, key))
    return { action: "decline" }
  }).pipe(Effect.orDie)

const leavingItEmpty = () => Effect.succeed({ action: "accept", content: { call: false } })

layer(keyedServer, { excludeTestServices: true, timeout: "30 seconds" })("a person who is asked over HTTP", (it) => {
  for (const [index, era] of httpEras.entries()) {
    it.effect(`accepts: the phone rings once, and a repetition rings nobody (${era})`, () =>
      Effect.gen(function* () {
        const { key, ringsOf } = yield* Keyed
        const to = `+1415555013${index}`
        const { text } = yield* key("ada")
        const host = yield* httpHost(era, text, () => Effect.succeed({ action: "accept", content: { call: true } }))
        const placed = yield* host.use("place_call", wishFor(to))
        assert.deepInclude(placed.result, { status: "initiated", replayed: false }, placed.text)
        assert.match(host.asked[0]?.message ?? "", new RegExp(`^Simulate a call to \\${to}\\?`))
        const again = yield* host.use("place_call", wishFor(to))
        assert.deepInclude(again.result, { call_id: placed.result["call_id"], replayed: true })
        assert.strictEqual(host.asked.length, 1)
        assert.strictEqual(yield* ringsOf(to), 1)
      })
    )

    for (const [told, digit, show] of [
      ["declines", 4, declining],
      ["leaves the box empty", 5, leavingItEmpty]
    ] as const) {
      it.effect(`${told}: no phone rings, the call is over, and the number rests, whatever the key (${era})`, () =>
        Effect.gen(function* () {
          const { key, ringsOf } = yield* Keyed
          const to = `+141555501${digit}${index}`
          const { text } = yield* key(`bob ${told}`)
          const host = yield* httpHost(era, text, () => show(text, to))
          const { isError, text: error } = yield* host.use("place_call", wishFor(to))
          assert.isTrue(isError)
          assert.match(error, /^approval_declined: .*no phone rang/)
          const over = yield* host.use("place_call", wishFor(to))
          assert.deepInclude(over.result, { status: "cancelled", replayed: true })
          const fresh = yield* host.use("place_call", wishFor(to, `another-key-for-${to}`))
          assert.strictEqual(fresh.result["status"], "planned")
          assert.match(whyOf(fresh.result), /they are not asked again here/)
          assert.strictEqual(host.asked.length, 1)
          assert.strictEqual(yield* ringsOf(to), 0)
        })
      )
    }

    it.effect(`puts the form away: no phone rings, and the call still waits (${era})`, () =>
      Effect.gen(function* () {
        const { key, ringsOf } = yield* Keyed
        const to = `+1415555016${index}`
        const { text } = yield* key("cid")
        const host = yield* httpHost(era, text, () => Effect.succeed({ action: "cancel" }))
        const { result } = yield* host.use("place_call", wishFor(to))
        assert.deepInclude(result, { status: "planned", phone_may_have_rung: false })
        const again = yield* host.use("place_call", wishFor(to))
        assert.deepInclude(again.result, { call_id: result["call_id"], status: "planned", replayed: true })
        assert.strictEqual(host.asked.length, 1)
        assert.strictEqual(yield* ringsOf(to), 0)
      })
    )
  }
})
