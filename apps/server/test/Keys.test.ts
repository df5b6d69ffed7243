import { ApiKeys, type KeyScope, LedgerError, listCalls, MemoryKeys, revokeKey } from "@outbound-call/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { keyHeader } from "./Holders.ts"
import { requestTo, rings, services } from "./Rig.ts"
import { type Ask, ask, listenTo, onSocket, serveOn } from "./Socket.ts"

const order = (to: string, key: string, headers: Ask["headers"] = {}): Ask => ({
  method: "POST",
  headers: { "content-type": "application/json", "idempotency-key": key, ...headers },
  body: JSON.stringify(requestTo(to))
})

const place = (to: string, key: string, headers?: Ask["headers"]) =>
  Effect.map(ask("/v1/calls", order(to, key, headers)), ({ body, headers: told, status }) => ({
    status,
    headers: told,
    body: JSON.parse(body)
  }))

const statusOf = (headers?: Ask["headers"]) =>
  Effect.map(ask("/v1/calls", headers === undefined ? {} : { headers }), ({ status }) => status)

const onService = <A, E, R>(test: Effect.Effect<A, E, R>) => test.pipe(Effect.provide(onSocket()))

describe("a service", () => {
  it.effect("asks for a key from the first one on, and never stops asking", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* statusOf(), 200)
      const { headers, key } = yield* keyHeader({ scopes: ["calls:read"] })
      assert.strictEqual(yield* statusOf(), 401)
      assert.strictEqual(yield* statusOf(headers), 200)
      yield* revokeKey(key.id)
      assert.strictEqual(yield* statusOf(headers), 401)
      assert.strictEqual(yield* statusOf(), 401)
      assert.strictEqual((yield* place("+14155550100", "a")).status, 401)
      assert.strictEqual(yield* rings, 0)
      for (const path of ["/readyz", "/openapi.json", "/docs"]) {
        assert.strictEqual((yield* ask(path)).status, 200, path)
      }
    }).pipe(onService)
  )

  it.effect("answers nobody without a key where others than its own machine reach it", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* place("+14155550100", "a")).status, 401)
      assert.strictEqual(yield* statusOf(), 401)
      assert.strictEqual((yield* ask("/readyz")).status, 200)
      const { headers } = yield* keyHeader({})
      assert.strictEqual(yield* statusOf(headers), 200)
      assert.strictEqual(yield* rings, 0)
    }).pipe(Effect.provide(onSocket({}, { loopback: false })))
  )

  it.effect("takes a key in either header, and says of any other the same", () =>
    Effect.gen(function* () {
      const { headers } = yield* keyHeader({})
      const text = headers.authorization.replace("Bearer ", "")
      assert.strictEqual(yield* statusOf({ "x-api-key": text }), 200)
      assert.strictEqual(yield* statusOf({ authorization: `bearer ${text}` }), 200)
      assert.strictEqual(yield* statusOf({ "x-api-key": text, authorization: "Basic YTpi" }), 200)
      const { headers: expired, key } = yield* keyHeader({})
      yield* revokeKey(key.id)
      const unknown = { authorization: `Bearer oc_${"0".repeat(26)}_${"x".repeat(43)}` }
      const refused = yield* Effect.forEach([expired, unknown], (one) => ask("/v1/calls", { headers: one }))
      assert.strictEqual(refused[0]?.body, refused[1]?.body)
      assert.match(refused[0]?.headers["www-authenticate"] ?? "", /error="invalid_token"/)
      assert.notInclude((yield* ask("/v1/calls")).headers["www-authenticate"] ?? "", "error")
    }).pipe(onService)
  )

  it.effect("places calls under the key's owner, and tells nobody else of them", () =>
    Effect.gen(function* () {
      const ada = (yield* keyHeader({ owner: "ada", scopes: ["calls:place", "calls:read"] })).headers
      const bob = (yield* keyHeader({ owner: "bob", scopes: ["calls:place", "calls:read"] })).headers
      const first = yield* place("+14155550100", "same-key", ada)
      const second = yield* place("+14155550101", "same-key", bob)
      assert.deepEqual([first.status, second.status], [201, 201])
      const { calls } = yield* listCalls()
      assert.deepEqual(calls.map(({ owner }) => owner).toSorted(), ["ada", "bob"])
      const listed = JSON.parse((yield* ask("/v1/calls", { headers: bob })).body)
      assert.deepEqual(
        listed.calls.map(({ id }: { readonly id: string }) => id),
        [second.body.id]
      )
      const busy = yield* place("+14155550100", "another", bob)
      assert.deepInclude(busy.body, { code: "number-busy", status: 409, call_id: null })
      assert.notInclude(JSON.stringify(busy.body), first.body.id)
      assert.notInclude(JSON.stringify(busy.body), "ada")
      assert.strictEqual(yield* rings, 2)
    }).pipe(onService)
  )

  it.effect("tells the turns of a call only to a key with transcripts:read", () =>
    Effect.gen(function* () {
      const ada = (yield* keyHeader({})).headers
      const { body } = yield* place("+14155550100", "a", ada)
      yield* TestClock.adjust("2 minutes")
      const eventsFor = Effect.fnUntraced(function* (...scopes: ReadonlyArray<KeyScope>) {
        const { headers } = yield* keyHeader({ scopes })
        return (yield* ask(`/v1/calls/${body.id}/events`, { headers })).body
      })
      const silent = yield* eventsFor("calls:read")
      assert.include(silent, "event: analysed")
      assert.notInclude(silent, "event: turn")
      assert.include(yield* eventsFor("calls:read", "transcripts:read"), "event: turn")
    }).pipe(onService)
  )

  it.effect("says that its keys cannot be read, which is not that a key is wrong", () =>
    Effect.gen(function* () {
      const answer = yield* place("+14155550100", "a", { "x-api-key": `oc_${"0".repeat(26)}_${"x".repeat(43)}` })
      assert.deepInclude(answer.body, { code: "ledger-unavailable", status: 503, phone_may_have_rung: false })
      assert.strictEqual((yield* place("+14155550100", "a")).status, 503)
      assert.strictEqual(yield* rings, 0)
    }).pipe(Effect.provide(serveOn().pipe(Layer.provideMerge(brokenKeys), Layer.provideMerge(services()))))
  )
})

const broken = Effect.fail(new LedgerError({ operation: "find a key", phoneMayHaveRung: false, cause: "no disk" }))

const brokenKeys = Layer.effect(
  ApiKeys,
  Effect.map(ApiKeys, (keys) => ApiKeys.of({ ...keys, list: broken, find: () => broken }))
).pipe(Layer.provide(MemoryKeys.layer))

describe("an event stream", () => {
  it.effect("ends within 5 s of its key's revocation, though the call goes on", () =>
    Effect.gen(function* () {
      const { headers, key } = yield* keyHeader({})
      const { body } = yield* place("+14155550107", "a", headers)
      const stream = yield* listenTo(`/v1/calls/${body.id}/events`, headers)
      yield* stream.shows("event: status")
      yield* TestClock.adjust("20 seconds")
      yield* stream.shows("event: ping")
      yield* revokeKey(key.id)
      yield* TestClock.adjust("5 seconds")
      yield* stream.ended
      const metrics = yield* ask("/metrics", { headers: (yield* keyHeader({})).headers })
      assert.include(metrics.body, 'outbound_event_streams{follows="call"} 0')
    }).pipe(onService)
  )

  it.effect("costs no look at its key of its own while others of the same key are open", () => {
    let looks = 0
    const counted = Layer.effect(
      ApiKeys,
      Effect.map(ApiKeys, (keys) =>
        ApiKeys.of({
          ...keys,
          find: (id) =>
            Effect.andThen(
              Effect.sync(() => looks++),
              keys.find(id)
            )
        })
      )
    ).pipe(Layer.provide(MemoryKeys.layer))
    return Effect.gen(function* () {
      const { headers, key } = yield* keyHeader({})
      const streams = yield* Effect.forEach(Array.from({ length: 20 }), () => listenTo("/v1/events", headers))
      yield* Effect.forEach(streams, ({ shows }) => shows("event: begin"))
      looks = 0
      yield* TestClock.adjust("3 seconds")
      assert.strictEqual(looks, 1)
      yield* revokeKey(key.id)
      yield* TestClock.adjust("5 seconds")
      yield* Effect.forEach(streams, ({ ended }) => ended)
    }).pipe(Effect.provide(serveOn().pipe(Layer.provideMerge(counted), Layer.provideMerge(services()))))
  })

  it.effect("that was opened without a key ends when there is one", () =>
    Effect.gen(function* () {
      const { body } = yield* place("+14155550107", "a")
      const stream = yield* listenTo(`/v1/calls/${body.id}/events`)
      yield* stream.shows("event: status")
      yield* keyHeader({})
      yield* TestClock.adjust("5 seconds")
      yield* stream.ended
    }).pipe(onService)
  )
})
