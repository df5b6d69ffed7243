import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { type Ask, ask, onSocket } from "./Socket.ts"

const send = (method: string, path: string, body?: unknown) => {
  const request: Ask =
    body === undefined
      ? { method }
      : { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
  return Effect.map(ask(path, request), (answer) => ({ status: answer.status, body: JSON.parse(answer.body) }))
}

const endpoints = "/v1/webhook-endpoints"
const url = "https://crm.example.com/calls"

describe("webhook endpoints over HTTP", () => {
  it.effect("show their secret when they are added and rotated, and never else", () =>
    Effect.gen(function* () {
      const added = yield* send("POST", endpoints, { url, owner: "sales", events: ["call.ended", "call.ended"] })
      assert.strictEqual(added.status, 201)
      const { secret, ...shown } = added.body
      assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
      assert.deepInclude(shown, { url, owner: "sales", events: ["call.ended"], state: "enabled", oldSecretUntil: null })
      assert.deepEqual((yield* send("GET", endpoints)).body, { endpoints: [shown], simulated: true })
      assert.deepEqual((yield* send("GET", `${endpoints}/${shown.id}`)).body, shown)
      const rotated = yield* send("POST", `${endpoints}/${shown.id}/rotate-secret`, { graceSeconds: 60 })
      assert.notStrictEqual(rotated.body.secret, secret)
      assert.isString(rotated.body.oldSecretUntil)
      const changed = yield* send("PATCH", `${endpoints}/${shown.id}`, { owner: null, events: [] })
      assert.deepInclude(changed.body, { url, owner: null, events: [] })
      assert.notProperty(changed.body, "secret")
    }).pipe(Effect.provide(onSocket()))
  )

  it.effect("are refused where nothing would be sent, when they are added and when they are changed", () =>
    Effect.gen(function* () {
      const bad = [
        "http://crm.example.com/",
        "https://127.0.0.1/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://localhost/"
      ]
      for (const address of [...bad, "https://metadata.google.internal/", "https://ada@crm.example.com/", "crm", ""]) {
        const { body, status } = yield* send("POST", endpoints, { url: address })
        assert.deepInclude(body, { status: 422, code: "endpoint-refused", phone_may_have_rung: false }, address)
        assert.strictEqual(status, 422)
      }
      const mistyped = yield* send("GET", `${endpoints}/ep_01`)
      assert.deepInclude(mistyped.body, { status: 400, code: "invalid-request" })
      assert.match(mistyped.body.detail, /ep_ and a ULID/)
      assert.notMatch(mistyped.body.detail, /RegExp|\[0-9/)
      const { id } = (yield* send("POST", endpoints, { url })).body
      assert.strictEqual((yield* send("PATCH", `${endpoints}/${id}`, { url: "https://10.0.0.1/" })).status, 422)
      assert.strictEqual((yield* send("GET", `${endpoints}/${id}`)).body.url, url)
      assert.strictEqual((yield* send("POST", endpoints, { url, events: ["call.rang"] })).status, 400)
    }).pipe(Effect.provide(onSocket()))
  )

  it.effect("list their messages in pages, and send them again while they are enabled", () =>
    Effect.gen(function* () {
      const { id } = (yield* send("POST", endpoints, { url })).body
      const made = new Array<string>()
      for (let n = 0; n < 5; n++) made.unshift((yield* send("POST", `${endpoints}/${id}/test`)).body.id)
      const first = (yield* send("GET", `${endpoints}/${id}/messages?limit=3`)).body
      const second = (yield* send("GET", `${endpoints}/${id}/messages?limit=3&cursor=${first.nextCursor}`)).body
      assert.strictEqual(second.nextCursor, null)
      const listed = [...first.messages, ...second.messages]
      assert.deepEqual(
        listed.map((message) => message.id),
        made
      )
      assert.deepInclude(listed[0], {
        type: "endpoint.test",
        state: "waiting",
        attempts: 0,
        lastStatus: null,
        lastError: null
      })
      assert.strictEqual((yield* send("POST", `${endpoints}/${id}/disable`)).body.disabledReason, "person")
      assert.deepEqual((yield* send("GET", `${endpoints}/${id}/messages?state=waiting`)).body.messages, [])
      assert.strictEqual((yield* send("GET", `${endpoints}/${id}/messages?state=dead`)).body.messages.length, 5)
      const resend = send("POST", `/v1/webhook-messages/${made[0]}/resend`)
      assert.deepInclude((yield* resend).body, { status: 409, code: "endpoint-disabled" })
      assert.strictEqual((yield* send("POST", `${endpoints}/${id}/enable`)).body.disabledReason, null)
      assert.deepInclude((yield* resend).body, { id: made[0], state: "waiting" })
      assert.match((yield* ask("/metrics")).body, /outbound_webhook_messages\{state="dead"\} 4/)
      assert.strictEqual((yield* send("DELETE", `${endpoints}/${id}`)).body.removed, true)
      assert.deepInclude((yield* resend).body, { status: 404, code: "message-not-found" })
      assert.deepInclude((yield* send("GET", `${endpoints}/${id}`)).body, { status: 404, code: "endpoint-not-found" })
    }).pipe(Effect.provide(onSocket()))
  )

  it.effect("are a hundred at most", () =>
    Effect.gen(function* () {
      for (let n = 0; n < 100; n++) assert.strictEqual((yield* send("POST", endpoints, { url })).status, 201)
      assert.deepInclude((yield* send("POST", endpoints, { url })).body, { status: 409, code: "too-many-endpoints" })
    }).pipe(Effect.provide(onSocket()))
  )
})
