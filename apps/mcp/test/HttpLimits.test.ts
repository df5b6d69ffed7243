import { assert, describe, it } from "@effect/vitest"
import { createKey, defaultLimits, rotateKey } from "@outbound-call/core"
import { Emulator } from "@outbound-call/emulator"
import { Duration, Effect, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { ask, initialize, modern, onHttp, refusalIn, tool } from "./HttpRig.ts"
import { ada } from "./World.ts"

const rings = Effect.flatMap(Emulator, (emulator) => emulator.rings).pipe(Effect.map(({ total }) => total))
const wish = tool("place_call", { ...ada, idempotency_key: "wish-of-ada", wait_seconds: 0 })

const limitedKey = (requestsPerMinute: number) =>
  Effect.map(
    createKey({
      name: "test",
      owner: "ada",
      scopes: ["calls:read", "calls:place"],
      limits: { ...defaultLimits, requestsPerMinute }
    }),
    ({ key, text }) => ({ id: key.id, key: Redacted.value(text) })
  )

const leftIn = ({ headers }: { readonly headers: Readonly<Record<string, unknown>> }) =>
  /^"requests";r=(\d+);t=\d+$/.exec(String(headers["ratelimit"]))?.[1]

describe("the requests a minute of a key over HTTP", () => {
  it.effect("are counted on every answer, and what is beyond them is refused before it rings", () =>
    Effect.gen(function* () {
      const { id, key } = yield* limitedKey(4)
      const { key: other } = yield* limitedKey(1)
      const answers = [
        yield* ask(modern("tools/list", {}, key)),
        yield* ask({ body: "no JSON", key }),
        yield* ask(tool("hang_up", { call_id: "call_01JD0000000000000000000000" }, key)),
        yield* ask({ method: "GET", key })
      ]
      assert.deepStrictEqual(
        answers.map((answer) => [answer.status, leftIn(answer)]),
        [
          [200, "3"],
          [400, "2"],
          [403, "1"],
          [405, "0"]
        ]
      )
      assert.strictEqual(answers[0]?.headers["ratelimit-policy"], '"requests";q=4;w=60')
      const { text } = yield* rotateKey(id, Duration.hours(1))
      for (const spent of [key, Redacted.value(text)]) {
        const refused = yield* ask({ ...wish, key: spent })
        assert.strictEqual(refused.status, 429)
        assert.strictEqual(refused.headers["retry-after"], "15")
        assert.strictEqual(
          refusalIn(refused.body).message,
          "This key sends at most 4 requests a minute, and has sent them. No phone rang for this request. Send the request again in 15 s."
        )
        assert.strictEqual((yield* ask(initialize(spent))).status, 429)
      }
      assert.strictEqual(yield* rings, 0)
      assert.strictEqual((yield* ask(modern("tools/list", {}, other))).status, 200)
      yield* TestClock.adjust("15 seconds")
      assert.strictEqual((yield* ask({ ...wish, key })).status, 200)
      assert.strictEqual(yield* rings, 1)
    }).pipe(Effect.provide(onHttp()))
  )

  it.effect("count every message of a batch, and take one that is larger than they are", () =>
    Effect.gen(function* () {
      const { key } = yield* limitedKey(5)
      const begun = yield* ask({
        ...initialize(key),
        body: { ...(initialize().body as object), params: { protocolVersion: "2025-03-26", ...clientParts } }
      })
      assert.strictEqual(leftIn(begun), "4")
      const headers = { "mcp-session-id": String(begun.headers["mcp-session-id"]) }
      const pings = (count: number) =>
        ask({
          key,
          headers,
          body: Array.from({ length: count }, (_, at) => ({ jsonrpc: "2.0", id: at + 2, method: "ping" }))
        })
      const answered = yield* pings(3)
      assert.deepStrictEqual([answered.status, leftIn(answered)], [200, "1"])
      assert.strictEqual((yield* pings(3)).status, 429)
      const { key: fresh } = yield* limitedKey(2)
      const large = yield* ask({
        key: fresh,
        body: Array.from({ length: 3 }, () => ({ jsonrpc: "2.0", method: "notifications/cancelled" }))
      })
      assert.deepStrictEqual([large.status === 429, leftIn(large)], [false, "0"])
    }).pipe(Effect.provide(onHttp()))
  )

  it.effect("are not told to who needs no key", () =>
    Effect.gen(function* () {
      const answer = yield* ask(modern("tools/list"))
      assert.deepStrictEqual([answer.status, answer.headers["ratelimit"]], [200, undefined])
    }).pipe(Effect.provide(onHttp()))
  )
})

const clientParts = { capabilities: {}, clientInfo: { name: "test", version: "1.0.0" } }
