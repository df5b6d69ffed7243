import { createRequire } from "node:module"
import { assert, layer } from "@effect/vitest"
import { PhoneNumberId, placeCall } from "@outbound-call/core"
import { Emulator, EmulatorServer } from "@outbound-call/emulator"
import { type Configuration, OutboundCall, readConfiguration } from "@outbound-call/node"
import { ConfigProvider, Effect, Layer } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** The part of the vendor's client that is driven here; it is loaded from `peers/`, outside the workspace. */
interface VendorClient {
  readonly conversationalAi: {
    readonly twilio: { readonly outboundCall: (request: object) => Promise<Record<string, unknown>> }
    readonly sipTrunk: { readonly outboundCall: (request: object) => Promise<Record<string, unknown>> }
    readonly conversations: {
      readonly list: (request?: object) => Promise<{ readonly conversations: ReadonlyArray<Record<string, unknown>> }>
      readonly get: (id: string) => Promise<Record<string, unknown>>
      readonly audio: { readonly get: (id: string) => Promise<AsyncIterable<Uint8Array>> }
      readonly delete: (id: string) => Promise<unknown>
    }
    readonly agents: {
      readonly get: (id: string) => Promise<Record<string, unknown>>
      readonly list: () => Promise<{ readonly agents: ReadonlyArray<Record<string, unknown>> }>
    }
    readonly phoneNumbers: {
      readonly list: () => Promise<ReadonlyArray<Record<string, unknown>>>
      readonly get: (id: string) => Promise<Record<string, unknown>>
    }
  }
}

const require = createRequire(new URL("../peers/package.json", import.meta.url))

const vendor = Effect.map(EmulatorServer, ({ baseUrl }): VendorClient => {
  const { ElevenLabsClient } = require("@elevenlabs/elevenlabs-js")
  return new ElevenLabsClient({ apiKey: "key-of-the-test", baseUrl })
})

const order = (toNumber: string) => ({
  agentId: "agent_demo",
  agentPhoneNumberId: "phnum_demo",
  toNumber,
  conversationInitiationClientData: { dynamicVariables: { customer_name: "Ada" }, userId: "user-1" }
})

const rig = EmulatorServer.layer({ port: 0 }).pipe(Layer.provideMerge(Emulator.layerMemory({ scale: 1000 })))

layer(rig, { excludeTestServices: true })("the vendor's own client against the emulator", (it) => {
  it.effect("dials, lists, reads, listens and deletes, and parses every answer", () =>
    Effect.gen(function* () {
      const client = (yield* vendor).conversationalAi
      const dialled = yield* Effect.promise(() => client.twilio.outboundCall(order("+14155550100")))
      assert.strictEqual(dialled["success"], true)
      const id = String(dialled["conversationId"])
      assert.match(String(dialled["callSid"]), /^CA[0-9a-f]{32}$/)
      yield* (yield* Emulator).advance("5 minutes")
      const listed = yield* Effect.promise(() => client.conversations.list({ agentId: "agent_demo" }))
      assert.deepStrictEqual(
        listed.conversations.map((row) => row["conversationId"]),
        [id]
      )
      const conversation = yield* Effect.promise(() => client.conversations.get(id))
      assert.strictEqual(conversation["status"], "done")
      assert.isNotEmpty(conversation["transcript"])
      let bytes = 0
      yield* Effect.promise(async () => {
        for await (const chunk of await client.conversations.audio.get(id)) bytes += chunk.length
      })
      assert.isAbove(bytes, 0)
      yield* Effect.promise(() => client.conversations.delete(id))
      const gone = yield* Effect.promise(() => client.conversations.get(id).catch((error: unknown) => error))
      assert.propertyVal(gone, "statusCode", 404)
    })
  )

  it.effect("reads agents and phone numbers", () =>
    Effect.gen(function* () {
      const client = (yield* vendor).conversationalAi
      const agent = yield* Effect.promise(() => client.agents.get("agent_demo"))
      assert.strictEqual(agent["agentId"], "agent_demo")
      const agents = yield* Effect.promise(() => client.agents.list())
      assert.include(
        agents.agents.map((row) => row["agentId"]),
        "agent_demo"
      )
      const numbers = yield* Effect.promise(() => client.phoneNumbers.list())
      assert.include(
        numbers.map((row) => row["phoneNumber"]),
        "+14155550199"
      )
      const number = yield* Effect.promise(() => client.phoneNumbers.get("phnum_sip"))
      assert.strictEqual(number["provider"], "sip_trunk")
    })
  )

  it.effect("parses every state and every callee, on both carriers", () =>
    Effect.gen(function* () {
      const client = (yield* vendor).conversationalAi
      const emulator = yield* Emulator
      for (let last = 100; last <= 114; last++) {
        const to = `+14155550${last}`
        const dialled = yield* Effect.promise(() => client.twilio.outboundCall(order(to)))
        const id = dialled["conversationId"]
        if (typeof id !== "string") {
          assert.strictEqual(dialled["success"], false, to)
          continue
        }
        for (const step of ["0 seconds", "20 seconds", "60 seconds", "20 minutes"] as const) {
          yield* emulator.advance(step)
          const conversation = yield* Effect.promise(() => client.conversations.get(id))
          assert.strictEqual(conversation["conversationId"], id)
        }
      }
      const sip = yield* Effect.promise(() =>
        client.sipTrunk.outboundCall({ ...order("+14155550101"), agentPhoneNumberId: "phnum_sip" })
      )
      assert.property(sip, "sipCallId")
      const busy = yield* Effect.promise(() => client.conversations.get(String(sip["conversationId"])))
      assert.strictEqual(busy["status"], "failed")
    })
  )
})

const temporaryFolder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-sdk-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

/** Our service on the real provider's path, over sockets, against the listening emulator. */
const ours = Effect.gen(function* () {
  const { baseUrl } = yield* EmulatorServer
  const folder = yield* temporaryFolder
  const environment = {
    ELEVENLABS_API_KEY: "key-of-the-test",
    OUTBOUND_PROFILE: "rig",
    ELEVENLABS_BASE_URL: baseUrl,
    ELEVEN_LABS_AGENT_ID: "agent_demo",
    PHONE_NUMBER_ID: "phnum_demo",
    OUTBOUND_DATA_DIR: folder,
    OUTBOUND_CONFIG_FILE: join(folder, "config.json")
  }
  const configuration: Configuration = yield* readConfiguration().pipe(
    Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown(environment))
  )
  return OutboundCall.layer(configuration)
})

layer(rig, { excludeTestServices: true })("a 502 after the provider has placed the call", (it) => {
  const to = "+14155550100"
  const broken = { target: "dial", when: "after", kind: "status", status: 502, times: 10 } as const

  it.effect(
    "rings three times with the vendor's client and its defaults",
    () =>
      Effect.gen(function* () {
        const emulator = yield* Emulator
        yield* emulator.reset
        yield* emulator.fault(broken)
        const client = (yield* vendor).conversationalAi
        const outcome = yield* Effect.promise(() =>
          client.twilio.outboundCall(order(to)).catch((error: unknown) => error)
        )
        assert.propertyVal(outcome, "statusCode", 502)
        assert.strictEqual((yield* emulator.rings).byNumber[to], 3)
      }),
    30_000
  )

  it.effect("rings once with ours, and the call is unknown", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.reset
      yield* emulator.fault(broken)
      const { call } = yield* placeCall({
        to,
        variables: { customer_name: "Ada" },
        phoneNumberId: PhoneNumberId.make("phnum_demo")
      }).pipe(Effect.provide(yield* ours))
      assert.strictEqual(call.status, "unknown")
      assert.strictEqual((yield* emulator.rings).byNumber[to], 1)
    }).pipe(Effect.scoped)
  )
})
