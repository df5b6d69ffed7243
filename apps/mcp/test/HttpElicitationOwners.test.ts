import { assert, layer } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import type { Json } from "./Host.ts"
import { calling, httpEras, httpHost } from "./HttpHost.ts"
import { ask, initialize, messageIn } from "./HttpRig.ts"
import { Keyed, keyedServer, wishFor } from "./KeyedRig.ts"

const accepted = { action: "accept", content: { call: true } }
const yes = { approval: accepted }

/** The seal that goes out with the question to a key. */
const sealFor = Effect.fnUntraced(function* (given: object, key: string) {
  const { requestState } = messageIn(yield* ask(calling("place_call", given, key)))["result"] as Json
  assert.isString(requestState)
  return requestState
})

const bringing = (given: object, key: string, requestState: unknown) =>
  Effect.map(ask(calling("place_call", given, key, { inputResponses: yes, requestState })), messageIn)

const statusOf = (message: Json): unknown => ((message["result"] as Json)["structuredContent"] as Json)["status"]

/** A session of its own, in which whatever is said is said to the server. */
const session = Effect.fnUntraced(function* (key: string) {
  const { headers } = yield* ask(initialize(key))
  return { "mcp-session-id": String(headers["mcp-session-id"]), "mcp-protocol-version": "2025-11-25" }
})

layer(keyedServer, { excludeTestServices: true, timeout: "30 seconds" })("a question over HTTP", (it) => {
  it.effect("is answered by nobody in another session, whoever's it is, nor in its own by another key", () =>
    Effect.gen(function* () {
      const { key, ringsOf } = yield* Keyed
      const [mine, theirs] = ["+14155550170", "+14155550171"]
      const ada = yield* key("ada")
      const second = yield* key("ada")
      const bob = yield* key("bob")
      const seen = yield* Deferred.make<string | number>()
      const answer = yield* Deferred.make<Json>()
      const host = yield* httpHost("2025-11-25", ada.text, ({ id }) =>
        Effect.andThen(Deferred.succeed(seen, id ?? ""), Deferred.await(answer))
      )
      const placing = yield* Effect.forkChild(host.use("place_call", wishFor(mine)))
      const id = yield* Deferred.await(seen)
      const reply = { jsonrpc: "2.0", id, result: accepted }
      for (const { text } of [bob, second, yield* key("ada", ["admin"])]) {
        const inMine = { "mcp-session-id": host.session(), "mcp-protocol-version": "2025-11-25" }
        assert.strictEqual((yield* ask({ key: text, headers: inMine, body: reply })).status, 404)
        for (const headers of [yield* session(text), { "mcp-protocol-version": "2026-07-28" }, {}]) {
          yield* ask({ key: text, headers, body: reply })
        }
      }
      yield* ask({ key: ada.text, headers: yield* session(ada.text), body: reply })
      const other = yield* httpHost("2025-11-25", bob.text, () => Effect.succeed(accepted))
      const rung = yield* other.use("place_call", wishFor(theirs))
      assert.deepInclude(rung.result, { status: "initiated" }, rung.text)
      assert.strictEqual(yield* ringsOf(mine), 0)
      yield* Deferred.succeed(answer, { action: "cancel" })
      assert.strictEqual((yield* Fiber.join(placing)).result["status"], "planned")
      assert.strictEqual(yield* ringsOf(mine), 0)
      assert.strictEqual(yield* ringsOf(theirs), 1)
    })
  )

  it.effect("that went out with an answer is answered by its own key and its rotations alone", () =>
    Effect.gen(function* () {
      const { key, ringsOf, rotated } = yield* Keyed
      const to = "+14155550172"
      const ada = yield* key("ada")
      const state = yield* sealFor(wishFor(to), ada.text)
      const second = yield* key("ada")
      const refused = yield* bringing(wishFor(to), second.text, state)
      assert.match(JSON.stringify(refused["error"]), /request state is not one that this server gave for this call/)
      const bob = yield* key("bob")
      const busy = yield* bringing(wishFor(to), bob.text, state)
      assert.match(JSON.stringify(busy["result"]), /number_busy/)
      const own = wishFor("+14155550173")
      yield* sealFor(own, bob.text)
      const strange = yield* bringing(own, bob.text, state)
      assert.match(JSON.stringify(strange["error"]), /request state is not one that this server gave for this call/)
      assert.strictEqual((yield* ringsOf(to)) + (yield* ringsOf(own.to)), 0)
      const next = yield* rotated(ada)
      assert.strictEqual(statusOf(yield* bringing(wishFor(to), next.text, state)), "initiated")
      assert.strictEqual(yield* ringsOf(to), 1)
      const again = yield* bringing(wishFor(to), ada.text, state)
      assert.strictEqual(((again["result"] as Json)["structuredContent"] as Json)["replayed"], true)
      assert.strictEqual(yield* ringsOf(to), 1)
    })
  )

  for (const [index, era] of httpEras.entries()) {
    it.effect(`is not put where the key may not approve: the call waits for another one (${era})`, () =>
      Effect.gen(function* () {
        const { key, ringsOf } = yield* Keyed
        const to = `+1415555018${index}`
        const placer = yield* key("ada", ["calls:read", "calls:place"])
        const host = yield* httpHost(era, placer.text, () => Effect.succeed(accepted))
        const { result } = yield* host.use("place_call", wishFor(to))
        assert.strictEqual(result["status"], "planned")
        assert.match(JSON.stringify(result["next_step"]), /the key of this server may not approve \(calls:approve\)/)
        assert.strictEqual(host.asked.length, 0)
        const approver = yield* key("ada")
        const state = yield* sealFor(wishFor(to), approver.text)
        assert.strictEqual(statusOf(yield* bringing(wishFor(to), placer.text, state)), "planned")
        assert.strictEqual(yield* ringsOf(to), 0)
        assert.strictEqual(statusOf(yield* bringing(wishFor(to), approver.text, state)), "initiated")
        assert.strictEqual(yield* ringsOf(to), 1)
      })
    )
  }
})
