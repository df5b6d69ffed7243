import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { rings } from "./Rig.ts"
import { ask, Listening, onSocket } from "./Socket.ts"

const onService = <A, E, R>(test: Effect.Effect<A, E, R>) => test.pipe(Effect.provide(onSocket()))

const order = JSON.stringify({ to: "+14155550100", variables: { customer_name: "Ada" } })
const json = { "content-type": "application/json", "idempotency-key": "a" }

const problemOf = (body: string) => {
  const { code, phone_may_have_rung, retry_safe, next_step, type, status } = JSON.parse(body)
  assert.isString(next_step)
  assert.strictEqual(type, `urn:outbound-call:problem:${code}`)
  return { code, status, phone_may_have_rung, retry_safe }
}

const silent = (code: string, status: number) => ({ code, status, phone_may_have_rung: false, retry_safe: true })

describe("the door of the service", () => {
  it.live("refuses who is not of this machine, before anything rings", () =>
    onService(
      Effect.gen(function* () {
        const { port } = yield* Listening
        const here = `127.0.0.1:${port}`
        const foreign = [
          { host: "evil.example" },
          { host: `evil.example:${port}` },
          { host: "127.0.0.1:1" },
          { host: `127.0.0.1.evil.example:${port}` },
          { host: here, origin: "http://evil.example" },
          { host: here, origin: "null" },
          { host: here, origin: "http://localhost:1" },
          { host: here, origin: `https://localhost:${port}` },
          { host: here, "sec-fetch-site": "cross-site" }
        ]
        for (const headers of foreign) {
          const answer = yield* ask("/v1/calls", { method: "POST", headers: { ...json, ...headers }, body: order })
          assert.strictEqual(answer.status, 403, JSON.stringify(headers))
          assert.deepEqual(problemOf(answer.body), silent("foreign-request", 403))
        }
        assert.strictEqual(yield* rings, 0)
        for (const headers of [
          { host: `localhost:${port}` },
          { host: `[::1]:${port}` },
          { origin: `http://${here}` }
        ]) {
          assert.strictEqual((yield* ask("/readyz", { headers })).status, 200, JSON.stringify(headers))
        }
      })
    )
  )

  it.live("answers an unknown route with 404, and an unknown method with 405 and those that exist", () =>
    onService(
      Effect.gen(function* () {
        const nothing = yield* ask("/v2/calls")
        assert.deepEqual(problemOf(nothing.body), silent("route-not-found", 404))
        assert.strictEqual(nothing.headers["content-type"], "application/problem+json")
        const wrong = yield* ask("/v1/calls?limit=1", { method: "DELETE" })
        assert.deepEqual(problemOf(wrong.body), silent("method-not-allowed", 405))
        assert.strictEqual(wrong.headers.allow, "POST, GET, HEAD")
        const deep = yield* ask("/v1/calls/call_x/hang-up")
        assert.deepEqual([deep.status, deep.headers.allow], [405, "POST"])
      })
    )
  )

  it.live("answers 413 to a body over 64 KiB, told or not", () =>
    onService(
      Effect.gen(function* () {
        const body = JSON.stringify({ to: "+14155550100", variables: { text: "x".repeat(65_536) } })
        const sizes = [{ "content-length": String(body.length) }, { "transfer-encoding": "chunked" }]
        for (const size of sizes) {
          const answer = yield* ask("/v1/calls", { method: "POST", headers: { ...json, ...size }, body })
          assert.deepEqual(problemOf(answer.body), silent("content-too-large", 413))
        }
        assert.strictEqual(yield* rings, 0)
      })
    )
  )

  it.live("answers 415 to what is not JSON and 400 to what only looks so", () =>
    onService(
      Effect.gen(function* () {
        const types = ["text/plain", "application/x-www-form-urlencoded"]
        for (const type of types) {
          const answer = yield* ask("/v1/calls", {
            method: "POST",
            headers: { ...json, "content-type": type },
            body: order
          })
          assert.deepEqual(problemOf(answer.body), silent("unsupported-media-type", 415))
        }
        const broken = yield* ask("/v1/calls", { method: "POST", headers: json, body: '{"to":' })
        assert.deepEqual(problemOf(broken.body), silent("invalid-request", 400))
        assert.strictEqual(yield* rings, 0)
      })
    )
  )

  it.live("answers 400 without an idempotency key, and to a field that does not exist", () =>
    onService(
      Effect.gen(function* () {
        const { "idempotency-key": _, ...keyless } = json
        const places: ReadonlyArray<readonly [{ readonly [name: string]: string }, string, string]> = [
          [keyless, order, "headers.idempotency-key"],
          [{ ...json, "idempotency-key": "x".repeat(256) }, order, "headers.idempotency-key"],
          [json, JSON.stringify({ to: "+14155550100", variable: {} }), "variable"]
        ]
        for (const [headers, body, field] of places) {
          const answer = yield* ask("/v1/calls", { method: "POST", headers, body })
          assert.deepEqual(problemOf(answer.body), silent("invalid-request", 400))
          assert.deepEqual(
            JSON.parse(answer.body).errors.map((error: { field: string }) => error.field),
            [field]
          )
        }
        assert.strictEqual(yield* rings, 0)
      })
    )
  )

  it.live("answers 400 to a filter that does not exist: a number never stands in an address", () =>
    onService(
      Effect.gen(function* () {
        const answer = yield* ask("/v1/calls?to=%2B14155550100&limit=1")
        assert.deepEqual(problemOf(answer.body), silent("invalid-request", 400))
        assert.deepEqual(
          JSON.parse(answer.body).errors.map((error: { field: string }) => error.field),
          ["query.to"]
        )
        assert.notInclude(answer.body, "5550100")
      })
    )
  )

  it.live("answers HEAD like GET without a body, and OPTIONS with what there is", () =>
    onService(
      Effect.gen(function* () {
        const { id } = JSON.parse((yield* ask("/v1/calls", { method: "POST", headers: json, body: order })).body)
        for (const path of ["/v1/calls", `/v1/calls/${id}`, `/v1/calls/${id}/events`, "/v1/events", "/healthz"]) {
          const head = yield* ask(path, { method: "HEAD" })
          assert.deepEqual([head.status, head.bytes.length], [200, 0], path)
        }
        const options = yield* ask(`/v1/calls/${id}/resolve`, { method: "OPTIONS" })
        assert.deepEqual([options.status, options.headers.allow], [405, "POST"])
        const search = yield* ask("/v1/calls/search", { method: "PUT" })
        assert.deepEqual(problemOf(search.body), silent("method-not-allowed", 405))
      })
    )
  )

  it.live("says on every answer that it simulates, and lets nothing be kept or framed", () =>
    onService(
      Effect.gen(function* () {
        for (const path of ["/readyz", "/nothing", "/openapi.json", "/docs"]) {
          const { headers } = yield* ask(path)
          assert.strictEqual(headers["outbound-simulated"], "true", path)
          assert.strictEqual(headers["cache-control"], "no-store", path)
          assert.strictEqual(headers["x-frame-options"], "DENY", path)
          assert.strictEqual(headers["x-content-type-options"], "nosniff", path)
          assert.strictEqual(headers["referrer-policy"], "no-referrer", path)
          const policy = headers["content-security-policy"]
          assert.match(String(policy), /^default-src 'none'; .*frame-ancestors 'none'$/, path)
          assert.strictEqual(String(policy).includes("script-src"), path === "/docs", path)
          assert.isUndefined(headers["access-control-allow-origin"])
        }
      })
    )
  )

  it.live("serves the document, and a page that loads nothing from elsewhere", () =>
    onService(
      Effect.gen(function* () {
        const document = JSON.parse((yield* ask("/openapi.json")).body)
        assert.strictEqual(document.openapi, "3.1.0")
        const page = (yield* ask("/docs")).body
        assert.notMatch(page, /<(script|link|img)[^>]+(src|href)="https?:/)
        assert.match(page, /createApiReference\([^]*"showDeveloperTools":"never"/)
      })
    )
  )
})
