import { assert, describe, it } from "@effect/vitest"
import { defaultLimits } from "@outbound-call/core"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { keyHeader } from "./Holders.ts"
import { requestTo, rings } from "./Rig.ts"
import { type Answer, type Ask, ask, onSocket } from "./Socket.ts"

const onService = <A, E, R>(test: Effect.Effect<A, E, R>) => test.pipe(Effect.provide(onSocket()))

const place = (to: string, key: string, headers: Ask["headers"] = {}) =>
  ask("/v1/calls", {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key, ...headers },
    body: JSON.stringify(requestTo(to))
  })

const problemIn = ({ body }: Answer) => JSON.parse(body)

describe("the limits of a key", () => {
  it.effect("count its requests, say how many are left on every answer, and refuse the next", () =>
    Effect.gen(function* () {
      const { headers } = yield* keyHeader({ limits: { requestsPerMinute: 3 } })
      const { headers: other } = yield* keyHeader({ limits: { requestsPerMinute: 3 } })
      const first = yield* ask("/v1/calls", { headers })
      const missing = yield* ask("/v1/calls/call_01JD0000000000000000000000", { headers })
      const malformed = yield* ask("/v1/calls?limit=none", { headers })
      assert.deepEqual([first.status, missing.status, malformed.status], [200, 404, 400])
      assert.deepEqual(
        [first, missing, malformed].map((answer) => answer.headers["ratelimit"]),
        ['"requests";r=2;t=20', '"requests";r=1;t=40', '"requests";r=0;t=60']
      )
      assert.strictEqual(first.headers["ratelimit-policy"], '"requests";q=3;w=60')
      const refused = yield* place("+14155550100", "a", headers)
      assert.strictEqual(refused.status, 429)
      assert.deepInclude(problemIn(refused), {
        code: "rate-limited",
        phone_may_have_rung: false,
        retry_safe: true,
        retry_after_seconds: 20
      })
      assert.strictEqual(refused.headers["retry-after"], "20")
      assert.strictEqual(refused.headers["ratelimit"], '"requests";r=0;t=20')
      assert.strictEqual((yield* ask("/v1/calls", { headers: other })).status, 200)
      assert.strictEqual(yield* rings, 0)
      yield* TestClock.adjust("20 seconds")
      assert.strictEqual((yield* place("+14155550100", "a", headers)).status, 201)
      assert.strictEqual((yield* ask("/v1/calls", { headers })).status, 429)
    }).pipe(onService)
  )

  it.effect("count also what its scopes forbid, and 600 requests a minute when nothing else is said", () =>
    Effect.gen(function* () {
      const { headers } = yield* keyHeader({ scopes: ["calls:read"] })
      const forbidden = yield* place("+14155550100", "a", headers)
      assert.strictEqual(forbidden.status, 403)
      assert.strictEqual(forbidden.headers["ratelimit"], `"requests";r=${defaultLimits.requestsPerMinute - 1};t=1`)
      assert.strictEqual(defaultLimits.requestsPerMinute, 600)
    }).pipe(onService)
  )

  it.effect("do not count, and are not told to, who needs no key", () =>
    Effect.gen(function* () {
      const answer = yield* ask("/v1/calls")
      assert.deepEqual([answer.status, answer.headers["ratelimit"]], [200, undefined])
    }).pipe(onService)
  )

  it.effect("refuse a call before the provider hears of it, and let its replay through", () =>
    Effect.gen(function* () {
      const { headers } = yield* keyHeader({ limits: { callsPerDay: 1 } })
      assert.strictEqual((yield* place("+14155550100", "a", headers)).status, 201)
      const refused = yield* place("+14155550101", "b", headers)
      assert.strictEqual(refused.status, 429)
      assert.deepInclude(problemIn(refused), { code: "rate-limited", phone_may_have_rung: false, retry_safe: true })
      assert.strictEqual(refused.headers["retry-after"], String(problemIn(refused).retry_after_seconds))
      assert.include(problemIn(refused).detail, "at most 1 call a day")
      const replay = yield* place("+14155550100", "a", headers)
      assert.deepEqual([replay.status, replay.headers["idempotent-replay"]], [200, "true"])
      assert.strictEqual(yield* rings, 1)
    }).pipe(onService)
  )
})
