import { assert, describe, it } from "@effect/vitest"
import { type Webhook, type WebhookRejected, ProviderWebhooks } from "@outbound-call/core"
import * as ElevenLabsWebhook from "@outbound-call/core/elevenlabs/ElevenLabsWebhook"
import { DateTime, Effect, Layer, Redacted } from "effect"
import * as Digest from "effect/crypto/Digest"
import * as Mac from "effect/crypto/Mac"
import * as SecureRandom from "effect/crypto/SecureRandom"
import { TestClock } from "effect/testing"

const secret = "wsec_test_0123456789abcdef0123456789abcdef"
const signedAt = 1_795_348_800
const failure =
  '{"type":"call_initiation_failure","event_timestamp":1795348799,"data":{"agent_id":"agent_test","conversation_id":"conv_test","failure_reason":"no-answer","metadata":{"type":"twilio","body":{"CallSid":"CA00000000000000000000000000000001","CallStatus":"no-answer"}}}}'
const failureTag = "f05b9ef8e460e4b951cc53304c2a36ffe1a6e70b43f6de6db2b41b4f064eb169"
const transcription =
  '{"type":"post_call_transcription","event_timestamp":1795348799,"data":{"agent_id":"agent_test","conversation_id":"conv_test","status":"done","transcript":[{"role":"agent","message":"Grüße – 你好 👋","time_in_call_secs":0}]}}'
const transcriptionTag = "9f6c58cb2db619c053d388b51be2936e274c5d907978bab84e7b63e749cefcd0"

const headerOf = (tag: string, t: number | string = signedAt): string => `t=${t},v0=${tag}`
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const webMac = Mac.layerWebCrypto.pipe(Layer.provide(SecureRandom.layerWebCrypto))

/** One webhook to open; of the vector that failed, unless told. */
interface Case {
  readonly signature?: string | undefined
  readonly body?: string
  readonly secrets?: ReadonlyArray<string>
  readonly secondsLater?: number
  readonly mac?: Layer.Layer<Mac.Mac>
}

const open = ({ body = failure, mac = webMac, secondsLater = 0, secrets = [secret], ...given }: Case) =>
  Effect.gen(function* () {
    yield* TestClock.setTime((signedAt + secondsLater) * 1000)
    const webhooks = yield* ProviderWebhooks
    const signature = "signature" in given ? given.signature : headerOf(failureTag)
    return yield* webhooks.open({ signature, body: bytes(body) })
  }).pipe(
    Effect.provide(
      ElevenLabsWebhook.layer({ secrets: secrets.map((text) => Redacted.make(text)) }).pipe(
        Layer.provide(Layer.merge(mac, Digest.layerWebCrypto))
      )
    )
  )

const reasonOf = (given: Case) =>
  open(given).pipe(Effect.match({ onFailure: ({ reason }): string => reason, onSuccess: () => "taken" }))

describe("a signed webhook", () => {
  it.effect("of the vectors is taken: what failed, and why", () =>
    Effect.gen(function* () {
      const webhook: Webhook = yield* open({})
      assert.deepInclude<object>(webhook, {
        type: "call_initiation_failure",
        conversationId: "conv_test",
        says: "no-answer",
        body: failure,
        sizeBytes: 265
      })
      assert.deepEqual(webhook.eventAt, DateTime.makeUnsafe(1_795_348_799_000))
      assert.match(webhook.id, /^[0-9a-f]{64}$/)
    })
  )

  it.effect("that is no ASCII is checked to the byte, and nothing that was said is kept", () =>
    Effect.gen(function* () {
      const webhook = yield* open({ body: transcription, signature: headerOf(transcriptionTag) })
      assert.deepInclude<object>(webhook, { type: "post_call_transcription", says: null, body: null, sizeBytes: 232 })
      assert.notInclude(JSON.stringify(webhook), "你好")
    })
  )

  it.effect("is the same one with another signature", () =>
    Effect.gen(function* () {
      const again = "t=1795348860,v0=" + (yield* tagOf(secret, `1795348860.${failure}`))
      assert.strictEqual((yield* open({})).id, (yield* open({ signature: again })).id)
      assert.notStrictEqual(
        (yield* open({})).id,
        (yield* open({ body: transcription, signature: headerOf(transcriptionTag) })).id
      )
    })
  )

  it.effect("is taken for 30 minutes, and from a clock that is 5 minutes ahead", () =>
    Effect.gen(function* () {
      const seconds = [0, 1799, 1800, 1801, 86_400, -1, -300, -301, -86_400]
      const reasons = yield* Effect.forEach(seconds, (secondsLater) => reasonOf({ secondsLater }))
      assert.deepEqual(reasons, [
        "taken",
        "taken",
        "taken",
        "too-old",
        "too-old",
        "taken",
        "taken",
        "in-the-future",
        "in-the-future"
      ])
    })
  )

  it.effect("is taken under either of two secrets while they are changed, and when any of its signatures matches", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* reasonOf({ secrets: ["wsec_new_0123456789", secret] }), "taken")
      assert.strictEqual(yield* reasonOf({ secrets: [secret, "wsec_old_0123456789"] }), "taken")
      const other = "0".repeat(64)
      for (const signature of [
        `t=${signedAt},v0=${other},v0=${failureTag}`,
        `t=${signedAt},v0=${failureTag},v0=${other}`,
        `v0=${failureTag},t=${signedAt}`,
        `t=${signedAt}, v0=${failureTag}`,
        `t=${signedAt},v1=abc,v0=${failureTag}`
      ]) {
        assert.strictEqual(yield* reasonOf({ signature }), "taken", signature)
      }
    })
  )
})

describe("a webhook is not taken", () => {
  const bit = failureTag.slice(0, -1)
  const headers: ReadonlyArray<readonly [string, string | undefined, WebhookRejected["reason"]]> = [
    ["without a signature", undefined, "no-signature"],
    ["with an empty one", "", "malformed-signature"],
    ["without a time", `v0=${failureTag}`, "malformed-signature"],
    ["with two times", `t=${signedAt},t=${signedAt},v0=${failureTag}`, "malformed-signature"],
    ["with a time that is no number", headerOf(failureTag, "now"), "malformed-signature"],
    ["with another spelling of the time", headerOf(failureTag, `0${signedAt}`), "malformed-signature"],
    ["with a time in milliseconds", headerOf(failureTag, `${signedAt}000`), "malformed-signature"],
    ["without a tag", `t=${signedAt}`, "malformed-signature"],
    ["with a tag of another scheme", `t=${signedAt},v1=${failureTag}`, "malformed-signature"],
    ["with an empty tag", headerOf(""), "malformed-signature"],
    ["with half a tag", headerOf(failureTag.slice(0, 32)), "malformed-signature"],
    ["with a tag in upper case", headerOf(failureTag.toUpperCase()), "malformed-signature"],
    ["with a tag and more", headerOf(`${failureTag}00`), "malformed-signature"],
    ["with five tags", `t=${signedAt}${`,v0=${failureTag}`.repeat(5)}`, "malformed-signature"],
    ["with a header without end", `${headerOf(failureTag)},${"x".repeat(2000)}`, "malformed-signature"],
    ["with another last digit", headerOf(`${bit}8`), "wrong-signature"],
    ["with another first digit", headerOf(`0${failureTag.slice(1)}`), "wrong-signature"],
    ["with the tag of another body", headerOf(transcriptionTag), "wrong-signature"],
    ["with another time", headerOf(failureTag, signedAt + 1), "wrong-signature"]
  ]

  it.effect.each(headers)("%s", ([, signature, reason]) =>
    Effect.gen(function* () {
      assert.strictEqual(yield* reasonOf({ signature }), reason)
    })
  )

  it.effect("when its body is another: a space more, another order of fields, nothing", () =>
    Effect.gen(function* () {
      const reordered = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(failure)).toReversed()))
      for (const body of [`${failure} `, ` ${failure}`, failure.slice(0, -1), reordered, ""]) {
        assert.strictEqual(yield* reasonOf({ body }), "wrong-signature", body)
      }
    })
  )

  it.effect("under another secret, without any, and when no secret is set", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* reasonOf({ secrets: [`${secret} `] }), "wrong-signature")
      assert.strictEqual(yield* reasonOf({ secrets: ["other", "others"] }), "wrong-signature")
      assert.strictEqual(yield* reasonOf({ secrets: [] }), "no-secret")
    })
  )
})

describe("the comparison", () => {
  it.effect("is the constant-time one, and goes on to the end whichever matches", () =>
    Effect.gen(function* () {
      const compared: Array<number> = []
      const watched = Layer.effect(
        Mac.Mac,
        Effect.map(Mac.Mac, (mac) => ({
          ...mac,
          sign: () => Effect.die("a signature is compared by `verify`, never computed and compared here"),
          verify: (key: Mac.Key, tag: Uint8Array, data: Uint8Array) => {
            compared.push(tag[0] ?? -1)
            return mac.verify(key, tag, data)
          }
        }))
      ).pipe(Layer.provide(webMac))
      const other = "0".repeat(64)
      const counts: Array<number> = []
      for (const signature of [
        `t=${signedAt},v0=${failureTag},v0=${other}`,
        `t=${signedAt},v0=${other},v0=${failureTag}`,
        `t=${signedAt},v0=${other},v0=${other}`
      ]) {
        compared.length = 0
        yield* reasonOf({ signature, secrets: [secret, "wsec_old_0123456789"], mac: watched })
        counts.push(compared.length)
      }
      assert.deepEqual(counts, [4, 4, 4])
    })
  )
})

describe("what a webhook says", () => {
  const read = (body: string) => ElevenLabsWebhook.readWebhook(bytes(body))
  const about = (type: string, data: unknown) => read(JSON.stringify({ type, event_timestamp: signedAt, data }))
  const id = { conversation_id: "conv_1" }

  it.each([
    ["busy", "busy"],
    ["no-answer", "no-answer"],
    ["unknown", "failed"],
    ["another-word", "failed"],
    [undefined, "failed"]
  ])("of a failure: %s is %s", (reason, says) => {
    assert.strictEqual(about("call_initiation_failure", { ...id, failure_reason: reason }).says, says)
  })

  it.each([
    { answered_by: "machine_start" },
    { AnsweredBy: "machine_end_beep" },
    { metadata: { type: "twilio", body: { AnsweredBy: "machine_end_silence" } } },
    { result: "voicemail" },
    { result: { answered_by: "machine_end_other" } },
    { body: { AnsweredBy: "machine_start" } },
    { metadata: { answered_by: "machine_start" } }
  ])("of a machine, in whatever shape: %o", (data) => {
    assert.strictEqual(about("answering_machine_detection", { ...id, ...data }).says, "machine")
  })

  it.each([{ answered_by: "human" }, { AnsweredBy: "unknown" }, { result: 3 }, {}, { metadata: null }])(
    "is nothing where no machine is named: %o",
    (data) => {
      assert.isNull(about("answering_machine_detection", { ...id, ...data }).says)
    }
  )

  it("keeps a type and shape that it does not know, with its conversation", () => {
    assert.deepInclude<object>(about("post_call_summary", { ...id, words: "He said yes." }), {
      type: "post_call_summary",
      conversationId: "conv_1",
      says: null,
      body: null
    })
    assert.deepInclude<object>(about("constructor", { conversation_id: 7 }), {
      type: "constructor",
      conversationId: null
    })
    assert.deepInclude<object>(read("{}"), { type: "untyped", conversationId: null, eventAt: null })
    assert.strictEqual(about(`a\u0000b${"c".repeat(99)}`, id).type, `a?b${"c".repeat(61)}`)
    assert.isNull(read('{"type":"post_call_audio","event_timestamp":1e300,"data":[1]}').eventAt)
  })

  it("says so when it cannot be read", () => {
    for (const body of ["", "null", "[]", '"text"', "{", "\uD800", "<html>"]) {
      assert.deepInclude<object>(read(body), { type: "unreadable", conversationId: null, body: null }, body)
    }
  })
})

const tagOf = (key: string, message: string) =>
  Effect.gen(function* () {
    const mac = yield* Mac.Mac
    const tag = yield* mac.sign(yield* Mac.key(Mac.hmacSha256, bytes(key)), bytes(message))
    return [...tag].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  }).pipe(Effect.provide(webMac))
