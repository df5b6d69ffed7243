import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"
import * as Digest from "effect/crypto/Digest"
import {
  ConversationId,
  type MonitorAnswer,
  type MonitorMessage,
  MonitorTransport,
  VoiceProvider
} from "@outbound-call/core"
import * as ElevenLabs from "@outbound-call/core/elevenlabs/ElevenLabs"
import * as HttpDialTransport from "@outbound-call/core/elevenlabs/HttpDialTransport"
import { scriptedProvider } from "./ScriptedProvider.ts"

/** Asks for the end of a conversation, and gives what that came to beside what was sent for it. */
const ending = Effect.fnUntraced(function* (
  answerTo: (n: number) => MonitorAnswer,
  baseUrl = "https://provider.example"
) {
  const sent: Array<MonitorMessage> = []
  const monitor = Layer.succeed(MonitorTransport, {
    send: (message) => Effect.sync(() => answerTo(sent.push(message) - 1))
  })
  const provider = ElevenLabs.layer({
    kind: "elevenlabs",
    baseUrl,
    apiKey: Redacted.make("key-1"),
    dashboard: "https://example.com/"
  }).pipe(
    Layer.provide(Digest.layerWebCrypto),
    Layer.provide(HttpDialTransport.layer),
    Layer.provide(monitor),
    Layer.provide(scriptedProvider(() => "silent"))
  )
  const { end } = yield* Effect.provide(VoiceProvider, provider)
  const asking = yield* Effect.forkChild(Effect.result(end(ConversationId.make("conv_1"))))
  yield* TestClock.adjust("10 seconds")
  const result = yield* Fiber.join(asking)
  return {
    sent,
    answer: result._tag === "Success" ? result.success : null,
    error: result._tag === "Failure" ? result.failure : null
  }
})

const closed = (code: number, reason = ""): MonitorAnswer => ({ type: "sent", closed: { code, reason } })
const refusal = (status: number, body = ""): MonitorAnswer => ({ type: "refused", status, body })
const told = (message: string) => JSON.stringify({ detail: { code: "forbidden", message } })

describe("ending a conversation over the monitor socket", () => {
  it.effect("sends the one command, with the key, to the socket of that conversation", () =>
    Effect.gen(function* () {
      const { answer, sent } = yield* ending(() => closed(1000))
      assert.deepStrictEqual(answer, { type: "requested" })
      assert.deepStrictEqual(
        sent.map(({ apiKey, text, url }) => [url, Redacted.value(apiKey), text]),
        [["wss://provider.example/v1/convai/conversations/conv_1/monitor", "key-1", `{"command_type":"end_call"}`]]
      )
      const here = yield* ending(() => closed(1000), "http://127.0.0.1:8787")
      assert.strictEqual(here.sent[0]?.url, "ws://127.0.0.1:8787/v1/convai/conversations/conv_1/monitor")
    })
  )

  it.effect.each([
    ["stays open", { type: "sent", closed: null }],
    ["goes away", closed(1001)],
    ["closes without a code", closed(1005)]
  ] as const)("is requested when the socket $0 after the command", ([, answer]) =>
    Effect.gen(function* () {
      const { answer: read, sent } = yield* ending(() => answer)
      assert.deepStrictEqual([read, sent.length], [{ type: "requested" }, 1])
    })
  )

  it.effect.each([
    [401, told("Invalid API key"), "HTTP 401: Invalid API key"],
    [403, told("Not for this plan."), "HTTP 403: Not for this plan"],
    [404, "", "HTTP 404"],
    [302, "", "HTTP 302"],
    [400, told("x".repeat(1000)), `HTTP 400: ${"x".repeat(200)}`]
  ] as const)("is not there when the handshake gets %d, and says what was told", ([status, body, said]) =>
    Effect.gen(function* () {
      const { answer, sent } = yield* ending(() => refusal(status, body))
      assert.strictEqual(answer?.type, "unavailable")
      const detail = answer?.type === "unavailable" ? answer.detail : null
      assert.include(
        detail ?? "",
        `monitor socket was tried too and refused it (${said}): Enterprise workspaces have it`
      )
      assert.strictEqual(sent.length, 1)
    })
  )

  it.effect("is not there when the socket opens and then closes with a no", () =>
    Effect.gen(function* () {
      const { answer } = yield* ending(() => closed(1008, "Monitoring is off."))
      assert.include(JSON.stringify(answer), "refused it (closed with 1008: Monitoring is off)")
    })
  )

  it.effect("is not there, and nobody is named, in a program without sockets", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* ending(() => ({ type: "absent" }))).answer, { type: "unavailable", detail: null })
    })
  )

  it.effect.each([
    ["no connection", { type: "lost", reason: "ECONNREFUSED" }, "the call, which goes on (ECONNREFUSED)"],
    ["a server that fails", refusal(503), "HTTP 503"],
    ["too many requests", refusal(429, told("Slower.")), "HTTP 429: Slower"],
    ["a socket that breaks", closed(1006), "closed with 1006"],
    ["a server that breaks down", closed(1011), "closed with 1011"]
  ] as const)("is tried three times against $0, then an error", ([, answer, says]) =>
    Effect.gen(function* () {
      const { error, sent } = yield* ending(() => answer)
      assert.include(error?.detail ?? "", says)
      assert.strictEqual(sent.length, 3)
      const later = yield* ending((n) => (n === 0 ? answer : closed(1000)))
      assert.deepStrictEqual([later.answer, later.sent.length], [{ type: "requested" }, 2])
    })
  )
})
