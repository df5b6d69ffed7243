import { createHmac } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { CallLedger, LedgerError, MemoryInbox, WebhookInbox } from "@outbound-call/core"
import { Emulator, EmulatorHttpClient, postOverHttp } from "@outbound-call/emulator"
import { Effect, Layer, Logger } from "effect"
import { FetchHttpClient } from "effect/http"
import { webhookSecrets, type World } from "./Rig.ts"
import { ask, type Ask, Listening, onSocket } from "./Socket.ts"

const path = "/v1/webhooks/elevenlabs"
const nowSeconds = () => Math.floor(Date.now() / 1000)
const secret = webhookSecrets[0] ?? ""

const sign = (body: string, { key = secret, t = nowSeconds() } = {}): string =>
  `t=${t},v0=${createHmac("sha256", key).update(`${t}.${body}`).digest("hex")}`

const failure = (conversation_id: string, failure_reason = "busy"): string =>
  JSON.stringify({ type: "call_initiation_failure", event_timestamp: 1, data: { conversation_id, failure_reason } })

const deliver = (body: string, { headers, ...more }: Ask = {}) =>
  ask(path, { method: "POST", headers: { "elevenlabs-signature": sign(body), ...headers }, body, ...more })

const logged: Array<string> = []
const log = Logger.layer([Logger.make(({ message }) => void logged.push(String(message)))])

const onService = <A, E, R>(test: Effect.Effect<A, E, R>, world: World = {}) =>
  test.pipe(Effect.provide(onSocket(world).pipe(Layer.provideMerge(log))))

const problemOf = (body: string) => {
  const { code, next_step, phone_may_have_rung, status } = JSON.parse(body)
  assert.isString(next_step)
  assert.isFalse(phone_may_have_rung)
  return `${status} ${code}`
}

const kept = Effect.flatMap(WebhookInbox, (inbox) =>
  Effect.map(inbox.counts, ({ parked, received, unknown }) => parked + received + unknown)
)

describe("a webhook over HTTP", () => {
  it.live("is answered 200 when it is kept, and 200 again when it comes again", () =>
    onService(
      Effect.gen(function* () {
        const body = failure("conv_of_nobody_é")
        const first = yield* deliver(body)
        assert.deepEqual([first.status, JSON.parse(first.body)], [200, { received: true, repeated: false }])
        for (const headers of [{}, { "elevenlabs-signature": sign(body, { t: nowSeconds() - 60 }) }]) {
          const again = yield* deliver(body, { headers })
          assert.deepEqual([again.status, JSON.parse(again.body)], [200, { received: true, repeated: true }])
        }
        assert.strictEqual(yield* kept, 1)
      })
    )
  )

  it.live("ends its call", () =>
    onService(
      Effect.gen(function* () {
        const placed = yield* ask("/v1/calls", {
          method: "POST",
          headers: { "content-type": "application/json", "idempotency-key": "a" },
          body: JSON.stringify({ to: "+14155550107", variables: { customer_name: "Ada" } })
        })
        const { conversationId, id } = JSON.parse(placed.body)
        assert.strictEqual((yield* deliver(failure(conversationId, "no-answer"))).status, 200)
        const ledger = yield* CallLedger
        const call = yield* ledger
          .find(id)
          .pipe(Effect.tap(Effect.yieldNow), Effect.repeat({ until: ({ status }) => status !== "initiated" }))
        assert.deepInclude<object>(call, { status: "failed", outcome: "no-answer" })
      })
    )
  )

  it.live("needs no other key, takes any media type, and is read to the byte in whatever pieces it comes", () =>
    onService(
      Effect.gen(function* () {
        const body = JSON.stringify({ type: "post_call_transcription", data: { said: "Grüße 👋".repeat(60_000) } })
        assert.isAbove(Buffer.byteLength(body), 65_536)
        for (const headers of [
          { "transfer-encoding": "chunked", "content-type": "application/json; charset=utf-8" },
          { "content-type": "text/plain" }
        ]) {
          assert.strictEqual((yield* deliver(body, { headers })).status, 200, JSON.stringify(headers))
        }
      })
    )
  )

  it.live("is 401 without the provider's signature of today, and nothing of it is kept or logged", () =>
    onService(
      Effect.gen(function* () {
        logged.length = 0
        const body = failure("conv_forged_by_me")
        const t = nowSeconds()
        const forged: ReadonlyArray<{ readonly [name: string]: string }> = [
          { "elevenlabs-signature": "" },
          { "elevenlabs-signature": "t=1" },
          { "elevenlabs-signature": sign(body, { key: "wsec_of_somebody_else" }) },
          { "elevenlabs-signature": sign(`${body} `) },
          { "elevenlabs-signature": sign(body, { t: t - 1_860 }) },
          { "elevenlabs-signature": sign(body, { t: t + 360 }) },
          { "elevenlabs-signature": sign(body).replace(/^t=\d+/, `t=${t - 9}`) }
        ]
        for (const headers of forged) {
          const answer = yield* deliver(body, { headers })
          assert.strictEqual(problemOf(answer.body), "401 webhook-signature", JSON.stringify(headers))
          assert.strictEqual(answer.status, 401)
        }
        const unsigned = yield* ask(path, { method: "POST", body })
        assert.strictEqual(problemOf(unsigned.body), "401 webhook-signature")
        assert.strictEqual(yield* kept, 0)
        assert.lengthOf(logged, 8)
        assert.match(logged.join("\n"), /\(no-signature\)/)
        assert.notMatch(logged.join("\n"), /forged_by_me|wsec_/)
      })
    )
  )

  it.live("is taken under the secret before the present one", () =>
    onService(
      Effect.gen(function* () {
        const body = failure("conv_old")
        const signature = sign(body, { key: webhookSecrets[1] ?? "" })
        assert.strictEqual((yield* deliver(body, { headers: { "elevenlabs-signature": signature } })).status, 200)
      })
    )
  )

  it.live("is 400 when it is signed and cannot be read, and kept all the same", () =>
    onService(
      Effect.gen(function* () {
        const answer = yield* deliver("<html>")
        assert.deepEqual([answer.status, problemOf(answer.body)], [400, "400 invalid-request"])
        assert.strictEqual(yield* kept, 1)
      })
    )
  )

  it.live("is 413 beyond 5 MiB, told by its length or not, while every other route keeps its 64 KiB", () =>
    onService(
      Effect.gen(function* () {
        const most = 5 * 1024 * 1024
        const padded = (length: number) => `{"type":"${"a".repeat(length - 11)}"}`
        assert.strictEqual((yield* deliver(padded(most))).status, 200)
        for (const headers of [{}, { "transfer-encoding": "chunked" }] as const) {
          const answer = yield* deliver(padded(most + 1), { headers })
          assert.deepEqual([answer.status, problemOf(answer.body)], [413, "413 content-too-large"])
          assert.include(JSON.parse(answer.body).detail, "5 MiB")
        }
        const call = yield* ask("/v1/calls", {
          method: "POST",
          headers: { "content-type": "application/json", "idempotency-key": "a" },
          body: padded(65_537)
        })
        assert.strictEqual(problemOf(call.body), "413 content-too-large")
        assert.include(JSON.parse(call.body).detail, "64 KiB")
        assert.strictEqual(yield* kept, 1)
      })
    )
  )

  it.live("is 503 when it cannot be kept, so that the provider sends it again", () => {
    const broken = Layer.effect(
      WebhookInbox,
      Effect.map(WebhookInbox, (inbox) => ({
        ...inbox,
        add: () =>
          Effect.fail(new LedgerError({ operation: "add", phoneMayHaveRung: false, cause: "the disk is full" }))
      }))
    ).pipe(Layer.provide(MemoryInbox.layer))
    return onService(
      Effect.gen(function* () {
        const answer = yield* deliver(failure("conv_1"))
        assert.deepEqual([answer.status, problemOf(answer.body)], [503, "503 ledger-unavailable"])
      }),
      { inbox: broken }
    )
  })

  it.live("is 503 where no secret is set, and the answer says how to set one", () =>
    onService(
      Effect.gen(function* () {
        const answer = yield* deliver(failure("conv_1"))
        assert.deepEqual([answer.status, problemOf(answer.body)], [503, "503 webhooks-closed"])
        assert.include(answer.body, "ELEVENLABS_WEBHOOK_SECRET")
      }),
      { secrets: [] }
    )
  )
})

describe("the emulator", () => {
  it.live("tells the service of its calls over a socket, recordings in pieces as well", () => {
    const network = EmulatorHttpClient.layer.pipe(
      Layer.provideMerge(Layer.unwrap(Effect.map(postOverHttp, (post) => Emulator.layerMemory({ scale: 200, post })))),
      Layer.provide(FetchHttpClient.layer)
    )
    return onService(
      Effect.gen(function* () {
        const { port } = yield* Listening
        const { webhooks } = yield* Emulator
        yield* webhooks.register({
          url: `http://127.0.0.1:${port}${path}`,
          secret,
          events: ["transcript", "audio", "call_initiation_failure"]
        })
        const ledger = yield* CallLedger
        for (const [digits, status] of [
          ["0100", "done"],
          ["0101", "failed"]
        ] as const) {
          const placed = yield* ask("/v1/calls", {
            method: "POST",
            headers: { "content-type": "application/json", "idempotency-key": digits },
            body: JSON.stringify({ to: `+1415555${digits}`, variables: { customer_name: "Ada" } })
          })
          const { id } = JSON.parse(placed.body)
          yield* ledger
            .find(id)
            .pipe(Effect.tap(Effect.yieldNow), Effect.repeat({ until: (call) => call.status === status }))
          const causes = (yield* ledger.events(id, 0)).map(({ cause }) => cause)
          assert.notInclude(causes, "poll")
          assert.include(causes, "webhook")
        }
        const report = yield* webhooks.report.pipe(
          Effect.tap(Effect.yieldNow),
          Effect.repeat({ until: ({ sending, webhooks: sent }) => sending === 0 && sent.length === 3 })
        )
        assert.sameMembers(
          report.webhooks.map(({ status, type }) => `${type} ${status}`),
          ["post_call_transcription 200", "post_call_audio 200", "call_initiation_failure 200"]
        )
      }),
      { network }
    )
  })
})

describe("the door", () => {
  it.live("lets a webhook in that comes for another host, and nothing else, however it is written", () =>
    onService(
      Effect.gen(function* () {
        const body = failure("conv_1")
        const host = "hooks.example.com"
        const signed = { host, "elevenlabs-signature": sign(body) }
        assert.strictEqual((yield* deliver(body, { headers: { host } })).status, 200)
        for (const target of [`${path}?a=b`, `http://${host}${path}`]) {
          assert.strictEqual((yield* ask(target, { method: "POST", headers: signed, body })).status, 200, target)
        }
        const closed = [
          ["POST", "/v1/calls"],
          ["GET", "/v1/calls"],
          ["GET", "/readyz"],
          ["GET", "/openapi.json"],
          ["GET", path],
          ["HEAD", path],
          ["POST", `${path}/`],
          ["POST", `/${path}`],
          ["POST", `${path}/../../calls`],
          ["POST", `${path}%2f..%2f..%2fcalls`],
          ["POST", "/v1/webhooks/ElevenLabs"],
          ["POST", `http://${host}/v1/calls`],
          ["POST", `/v1/calls?${path}`],
          ["POST", `/v1/calls#${path}`]
        ] as const
        for (const [method, target] of closed) {
          const answer = yield* ask(target, { method, headers: signed, ...(method === "POST" ? { body } : {}) })
          assert.strictEqual(answer.status, 403, `${method} ${target}`)
        }
        const page = yield* deliver(body, { headers: { host, origin: "http://evil.example" } })
        assert.strictEqual(problemOf(page.body), "403 foreign-request")
        const { port } = yield* Listening
        assert.strictEqual((yield* ask("/readyz", { headers: { host: `127.0.0.1:${port}` } })).status, 200)
      })
    )
  )
})
