import { makeClient } from "@outbound-call/api"
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect, Layer, Redacted } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"

const id = "call_01JD0000000000000000000000"

const call = {
  id,
  status: "initiated",
  outcome: null,
  evaluation: null,
  conversationId: "conv_01",
  dashboardUrl: null,
  durationSeconds: null,
  simulated: true,
  to: "+14155550100",
  agentId: "agent_demo",
  phoneNumberId: "phnum_demo",
  callerId: "+14155550199",
  purpose: "test",
  callSid: null,
  providerStatus: null,
  createdAt: "2026-11-23T09:30:00.000Z",
  answeredAt: null,
  endedAt: null,
  hangUpRequestedAt: null,
  forgottenAt: null,
  problem: null,
  attention: null,
  approval: null,
  phoneMayHaveRung: true,
  retrySafe: false,
  nextStep: "Follow it."
}

/** A server that gives one answer and keeps what it was asked. */
const server = (status: number, body: unknown, contentType = "application/json") => {
  const asked: Array<{
    readonly method: string
    readonly url: string
    readonly key: string | undefined
    readonly body: string
    readonly authorization: string | undefined
  }> = []
  const layer = Layer.succeed(
    HttpClient.HttpClient,
    HttpClient.make((request, url) => {
      const sent = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""
      const { authorization, "idempotency-key": key } = request.headers
      asked.push({ method: request.method, url: url.href, key, body: sent, authorization })
      const headers = { "content-type": contentType, location: `/v1/calls/${id}` }
      const text = typeof body === "string" ? body : JSON.stringify(body)
      return Effect.succeed(HttpClientResponse.fromWeb(request, new Response(text, { status, headers })))
    })
  )
  return { asked, layer }
}

const client = makeClient({ baseUrl: "http://127.0.0.1:8787" })
const payload = { to: "+14155550100", variables: { customer_name: "Ada" } }

describe("the typed client", () => {
  it.effect("places a call with its key and reads the answer", () => {
    const { asked, layer } = server(201, { ...call, warnings: [], replayed: false })
    return Effect.gen(function* () {
      const { calls } = yield* client
      const placed = yield* calls.place({ headers: { "idempotency-key": "a" }, payload })
      assert.strictEqual(placed.headers.location, `/v1/calls/${id}`)
      assert.strictEqual(DateTime.formatIso(placed.body.createdAt), call.createdAt)
      assert.lengthOf(asked, 1)
      assert.deepInclude(asked[0], {
        method: "POST",
        url: "http://127.0.0.1:8787/v1/calls",
        key: "a",
        body: JSON.stringify(payload)
      })
    }).pipe(Effect.provide(layer))
  })

  it.effect("brings its API key with every request, and none without one", () => {
    const { asked, layer } = server(200, call)
    return Effect.gen(function* () {
      for (const apiKey of [undefined, Redacted.make("oc_key-of-the-test")]) {
        const { calls } = yield* makeClient({ baseUrl: "http://127.0.0.1:8787", apiKey })
        yield* calls.get({ params: { id } })
      }
      assert.deepEqual(
        asked.map(({ authorization }) => authorization),
        [undefined, "Bearer oc_key-of-the-test"]
      )
    }).pipe(Effect.provide(layer))
  })

  it.effect("tells a call of unknown fate by its status", () => {
    const { layer } = server(202, { ...call, status: "unknown", conversationId: null, warnings: [], replayed: true })
    return Effect.gen(function* () {
      const { calls } = yield* client
      const { body } = yield* calls.place({ headers: { "idempotency-key": "a" }, payload })
      assert.deepEqual([body.status, body.replayed], ["unknown", true])
    }).pipe(Effect.provide(layer))
  })

  it.effect("gives problems as typed errors that say what they mean for the phone", () => {
    const problem = {
      type: "urn:outbound-call:problem:number-busy",
      title: "The number has a live call",
      status: 409,
      detail: "Still ringing.",
      code: "number-busy",
      phone_may_have_rung: false,
      retry_safe: true,
      next_step: "Wait.",
      call_id: id
    }
    const { layer } = server(409, problem, "application/problem+json")
    return Effect.gen(function* () {
      const { calls } = yield* client
      const error = yield* Effect.flip(calls.place({ headers: { "idempotency-key": "a" }, payload }))
      assert.strictEqual(error._tag, "NumberBusyProblem")
      assert.deepInclude(error, { code: "number-busy", phone_may_have_rung: false, message: "Still ringing." })
    }).pipe(Effect.provide(layer))
  })

  it.effect("writes filters as query parameters", () => {
    const { asked, layer } = server(200, { calls: [call], nextCursor: null, simulated: true })
    return Effect.gen(function* () {
      const { calls } = yield* client
      const createdAfter = DateTime.makeUnsafe("2026-11-23T09:00:00Z")
      yield* calls.list({ query: { status: ["unknown", "dialing"], live: true, createdAfter, limit: 5 } })
      const search = new URL(asked[0]?.url ?? "").searchParams
      assert.deepEqual(search.getAll("status"), ["unknown", "dialing"])
      assert.deepEqual([search.get("live"), search.get("limit")], ["true", "5"])
      assert.strictEqual(search.get("createdAfter"), "2026-11-23T09:00:00.000Z")
    }).pipe(Effect.provide(layer))
  })

  it.effect("reads a transcript in the form that was asked for", () => {
    const { layer } = server(200, "WEBVTT\n", "text/vtt; charset=utf-8")
    return Effect.gen(function* () {
      const { calls } = yield* client
      assert.strictEqual(yield* calls.transcript({ params: { id }, query: { format: "vtt" } }), "WEBVTT\n")
    }).pipe(Effect.provide(layer))
  })
})
