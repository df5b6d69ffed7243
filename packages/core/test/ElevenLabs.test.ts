import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted } from "effect"
import * as Digest from "effect/crypto/Digest"
import {
  AgentId,
  type Call,
  CallId,
  ConversationId,
  MonitorTransport,
  PhoneNumber,
  PhoneNumberId,
  VoiceProvider
} from "@outbound-call/core"
import * as ElevenLabs from "@outbound-call/core/elevenlabs/ElevenLabs"
import * as HttpDialTransport from "@outbound-call/core/elevenlabs/HttpDialTransport"
import { finishedTwilio } from "./ConversationSamples.ts"
import { Traffic } from "./Rig.ts"
import { sampleId } from "./SampleCall.ts"
import { scriptedProvider, type ScriptedReply } from "./ScriptedProvider.ts"

type Kind = Call["identity"]["kind"]

const against = (answer: (url: URL, n: number) => ScriptedReply, kind: Kind = "elevenlabs", key = "key-1") =>
  ElevenLabs.layer({
    kind,
    baseUrl: "https://provider.example:8443",
    apiKey: Redacted.make(key),
    dashboard: "https://example.com/",
    twilioAccount: "AC1"
  }).pipe(
    Layer.provide(Digest.layerWebCrypto),
    Layer.provide(HttpDialTransport.layer),
    Layer.provide(MonitorTransport.absent),
    Layer.provideMerge(scriptedProvider(answer))
  )

const nothing = () => ({ body: '{"conversations":[],"has_more":false}' })
const phnum = PhoneNumberId.make("phnum_1")
const identityOf = (kind?: Kind, key?: string) =>
  Effect.map(VoiceProvider, (provider) => provider.identity(phnum)).pipe(Effect.provide(against(nothing, kind, key)))

describe("the ElevenLabs provider", () => {
  it.effect("names its account by host and fingerprint, never by the key", () =>
    Effect.gen(function* () {
      const identity = yield* identityOf()
      assert.deepInclude<object>(identity, {
        kind: "elevenlabs",
        host: "provider.example:8443",
        phoneNumberId: "phnum_1",
        twilioAccount: "AC1"
      })
      assert.match(identity.workspace, /^[0-9a-f]{16}$/)
      assert.notInclude(JSON.stringify(identity), "key-1")
      assert.deepStrictEqual(yield* identityOf(), identity)
      assert.notStrictEqual((yield* identityOf("elevenlabs", "key-2")).workspace, identity.workspace)
    })
  )

  it.effect("names the emulator the same wherever it listens", () =>
    Effect.map(identityOf("emulator"), ({ host, kind }) =>
      assert.deepStrictEqual([kind, host], ["emulator", "emulator"])
    )
  )

  it.effect("asks the list for exactly what is wanted", () =>
    Effect.gen(function* () {
      const provider = yield* VoiceProvider
      yield* provider.conversations({})
      yield* provider.conversations({
        agentId: AgentId.make("agent_1"),
        userId: "a b&c",
        variable: { name: "outbound_call_id", value: "call_1" },
        startedAfter: 5,
        startedBefore: 9,
        limit: 100,
        cursor: "c/1"
      })
      const [bare, full] = (yield* Traffic).sent.map(({ search }) => Object.fromEntries(new URLSearchParams(search)))
      assert.deepStrictEqual(bare, { page_size: "30" })
      assert.deepStrictEqual(full, {
        page_size: "100",
        agent_id: "agent_1",
        user_id: "a b&c",
        dynamic_variable_params: "outbound_call_id:eq:call_1",
        call_start_after_unix: "5",
        call_start_before_unix: "9",
        cursor: "c/1"
      })
    }).pipe(Effect.provide(against(nothing)))
  )

  const pages = [
    ['"has_more":true,"next_cursor":"c1"', "c1"],
    ['"has_more":false,"next_cursor":"c1"', null],
    ['"has_more":true,"next_cursor":null', null],
    ['"next_cursor":"c1"', null]
  ] as const
  it.effect.each(pages)("goes on to the next page only when there is one: %s", ([fields, expected]) =>
    Effect.gen(function* () {
      const page = yield* (yield* VoiceProvider).conversations({})
      assert.strictEqual(page.nextCursor, expected)
      assert.strictEqual(page.conversations[0]?.id, "conv_1")
    }).pipe(
      Effect.provide(
        against(() => ({ body: `{"conversations":[{"conversation_id":"conv_1","status":"done"}],${fields}}` }))
      )
    )
  )

  it.effect("gives a conversation with its whole record, and knows one that is not there", () =>
    Effect.gen(function* () {
      const provider = yield* VoiceProvider
      const conversation = yield* provider.conversation(ConversationId.make("conv_finished"))
      assert.strictEqual(conversation.durationSeconds, 41)
      assert.deepStrictEqual(conversation.record, finishedTwilio)
      const missing = yield* Effect.flip(provider.conversation(ConversationId.make("conv_2")))
      assert.deepInclude<object>(missing, { _tag: "CallNotFound", id: "conv_2" })
      const silent = yield* Effect.flip(Effect.scoped(provider.recording(ConversationId.make("conv_2"))))
      assert.deepInclude<object>(silent, { _tag: "CallNotFound", missing: "recording" })
    }).pipe(
      Effect.provide(
        against(({ pathname }) =>
          pathname.endsWith("conv_finished") ? { body: JSON.stringify(finishedTwilio) } : { status: 404 }
        )
      )
    )
  )

  it.effect("takes a record without the fields that are needed for unreadable, and says so", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip((yield* VoiceProvider).conversation(ConversationId.make("conv_1")))
      assert.deepInclude<object>(error, { _tag: "ProviderError", reason: "unreadable" })
    }).pipe(Effect.provide(against(() => ({ body: '{"conversation_id":"conv_1"}' }))))
  )

  it.effect("sends a dial once and follows no redirect", () =>
    Effect.gen(function* () {
      const order = {
        callId: CallId.make(sampleId(1)),
        userId: "u",
        carrier: "twilio" as const,
        request: {
          to: PhoneNumber.make("+14155550100"),
          agentId: AgentId.make("agent_1"),
          phoneNumberId: phnum,
          purpose: "test" as const,
          variables: {}
        }
      }
      const provider = yield* VoiceProvider
      const dialling = yield* Effect.forkChild(provider.dial(order, Effect.void))
      assert.strictEqual((yield* Fiber.join(dialling)).type, "unclear")
      assert.deepInclude<object>(yield* provider.dial(order, Effect.fail("it is shut")), { type: "not-sent" })
      assert.deepStrictEqual(
        (yield* Traffic).sent.map(({ method, path }) => `${method} ${path}`),
        ["POST /v1/convai/twilio/outbound-call"]
      )
    }).pipe(Effect.provide(against(() => ({ status: 307, headers: { location: "https://elsewhere.example/" } }))))
  )
})
