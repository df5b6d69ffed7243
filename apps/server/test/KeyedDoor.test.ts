import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { keyHeader } from "./Holders.ts"
import { rings } from "./Rig.ts"
import { ask, Listening, onSocket } from "./Socket.ts"

const page = "https://app.example"

const onService = <A, E, R>(test: Effect.Effect<A, E, R>) =>
  test.pipe(Effect.provide(onSocket({}, { corsOrigins: [page] })))

const preflight = (origin: string) =>
  ask("/v1/calls", {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,idempotency-key,content-type"
    }
  })

describe("the door of a service with keys", () => {
  it.live("lets a request through by any name, and from no page but its own and those that were named", () =>
    Effect.gen(function* () {
      const { headers: key } = yield* keyHeader({})
      const { port } = yield* Listening
      const here = `127.0.0.1:${port}`
      const friends = [
        { host: "calls.example" },
        { host: "calls.example", origin: "https://calls.example" },
        { host: here, origin: `http://${here}` },
        { host: here, origin: page },
        { host: here, "sec-fetch-site": "cross-site" }
      ]
      for (const headers of friends) {
        assert.strictEqual((yield* ask("/v1/calls", { headers: { ...key, ...headers } })).status, 200)
        assert.strictEqual((yield* ask("/v1/calls", { headers })).status, 401)
      }
      const strangers = [
        { host: here, origin: "https://evil.example" },
        { host: here, origin: "null" },
        { host: here, origin: `http://localhost:${port}` },
        { host: here, origin: `${page}.evil.example` },
        { host: here, origin: "http://app.example" },
        { host: "calls.example", origin: "https://calls.example:444" }
      ]
      for (const headers of strangers) {
        const answer = yield* ask("/v1/calls", { headers: { ...key, ...headers } })
        assert.strictEqual(JSON.parse(answer.body).code, "foreign-request", JSON.stringify(headers))
        assert.isUndefined(answer.headers["access-control-allow-origin"])
      }
    }).pipe(onService)
  )

  it.live("tells a named page's browser what it may send and read, on problems too, and nobody else's", () =>
    Effect.gen(function* () {
      const { headers: key } = yield* keyHeader({})
      const allowed = yield* preflight(page)
      assert.strictEqual(allowed.status, 204)
      assert.strictEqual(allowed.headers["access-control-allow-origin"], page)
      for (const name of ["idempotency-key", "last-event-id", "prefer", "range"]) {
        assert.include(allowed.headers["access-control-allow-headers"], name)
      }
      for (const method of ["POST", "DELETE"]) {
        assert.include(allowed.headers["access-control-allow-methods"], method)
      }
      assert.isUndefined(allowed.headers["access-control-allow-credentials"])
      for (const headers of [{ ...key, origin: page }, { origin: page }]) {
        const answer = yield* ask("/v1/calls", { headers })
        assert.strictEqual(answer.headers["access-control-allow-origin"], page)
        for (const name of ["retry-after", "preference-applied", "content-range"]) {
          assert.include(answer.headers["access-control-expose-headers"], name)
        }
        assert.match(answer.headers["vary"] ?? "", /origin/i)
      }
      const { port } = yield* Listening
      for (const headers of [key, { ...key, origin: `http://127.0.0.1:${port}` }]) {
        const answer = yield* ask("/v1/calls", { headers })
        assert.deepEqual([answer.status, answer.headers["access-control-allow-origin"]], [200, undefined])
      }
      assert.strictEqual((yield* preflight("https://evil.example")).status, 403)
    }).pipe(onService)
  )

  it.live("lets no page in while there is no key, also not one that was named", () =>
    Effect.gen(function* () {
      const answer = yield* ask("/v1/calls", {
        method: "POST",
        headers: { origin: page, "content-type": "application/json", "idempotency-key": "a" },
        body: JSON.stringify({ to: "+14155550100", variables: { customer_name: "Ada" } })
      })
      assert.strictEqual(JSON.parse(answer.body).code, "foreign-request")
      assert.strictEqual((yield* preflight(page)).status, 403)
      assert.strictEqual(yield* rings, 0)
    }).pipe(onService)
  )
})
