import { assert, describe, it } from "@effect/vitest"
import { type Call, CallLedger, listCalls, placeCall } from "@outbound-call/core"
import { Emulator, EmulatorServer } from "@outbound-call/emulator"
import { OutboundCall } from "@outbound-call/node"
import { ConfigProvider, Effect, Layer } from "effect"
import { child, folder, hello } from "./Assistant.ts"
import { ada } from "./World.ts"

const key = "wish-of-ada"
/** How long the provider takes for the dial, in milliseconds of real time. */
const dialMillis = 1_500

const provider = EmulatorServer.layer({ port: 0 }).pipe(Layer.provideMerge(Emulator.layerMemory({ scale: 1 })))
const rings = Effect.flatMap(Emulator, (emulator) => emulator.rings).pipe(Effect.map(({ total }) => total))

type Server = Effect.Success<ReturnType<typeof child>>

/** What the client does to the server. Cancelling leaves it running; then its input ends. */
const ways = {
  "cancelling it": ({ closeInput, say }: Server) =>
    Effect.andThen(
      say({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 2, reason: "enough" } }),
      closeInput
    ),
  "the end of input": ({ closeInput }: Server) => closeInput,
  SIGTERM: ({ kill }: Server) => kill("SIGTERM"),
  SIGKILL: ({ kill }: Server) => kill("SIGKILL")
} as const

/** Where place_call is when that happens. */
const steps = ["asked", "dialled, unheard", "dialled, ringing", "followed"] as const

/** What is on record; and what a repetition of the same wish comes to, in a process of its own. */
const later = (env: Readonly<Record<string, string>>) =>
  Effect.gen(function* () {
    const { calls } = yield* listCalls()
    const ringsBefore = yield* rings
    const { call, replayed } = yield* placeCall({ to: ada.to, variables: ada.variables }, { type: "given", key })
    return { calls, ringsBefore, call, replayed }
  }).pipe(Effect.provide(served(env)))

const served = (env: Readonly<Record<string, string>>) =>
  OutboundCall.layerFromConfiguration({ simulate: false }).pipe(
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env })))
  )

const recorded = (env: Readonly<Record<string, string>>): Effect.Effect<ReadonlyArray<Call>, unknown> =>
  CallLedger.use((ledger) => ledger.list({})).pipe(
    Effect.map(({ calls }) => calls),
    Effect.provide(served(env))
  )

const reach = Effect.fnUntraced(function* (
  step: (typeof steps)[number],
  server: Server,
  env: Readonly<Record<string, string>>
) {
  switch (step) {
    case "asked":
      return
    case "dialled, unheard":
      yield* Effect.repeat(recorded(env), { until: (calls) => calls.some(({ status }) => status === "dialing") })
      return
    case "dialled, ringing":
      yield* Effect.repeat(rings, { until: (total) => total === 1 })
      return
    case "followed":
      yield* server.until(() => server.written.stdout.includes("initiated, waited"))
  }
})

describe("placing a call is not undone by", () => {
  for (const [way, act] of Object.entries(ways)) {
    for (const step of steps) {
      it.live(
        `${way} when it is ${step}: one dial at most, no hang-up, and a record that is right`,
        () =>
          Effect.gen(function* () {
            const emulator = yield* Emulator
            const { baseUrl } = yield* EmulatorServer
            const path = yield* folder
            const settings = {
              OUTBOUND_PROVIDER: "elevenlabs",
              OUTBOUND_PROFILE: "rig",
              ELEVENLABS_BASE_URL: baseUrl,
              ELEVENLABS_API_KEY: "key",
              ELEVEN_LABS_AGENT_ID: "agent_demo",
              PHONE_NUMBER_ID: "phnum_demo",
              OUTBOUND_MCP_ALLOWED_NUMBERS: ada.to
            }
            const env = { ...settings, OUTBOUND_DATA_DIR: path }
            const isDelayed = step !== "followed"
            if (isDelayed) {
              const when = step === "dialled, ringing" ? "after" : "before"
              yield* emulator.fault({ target: "dial", kind: "delay", delayMs: dialMillis, when })
            }
            const server = yield* child(path, { simulate: false, env: settings })
            yield* server.say(hello)
            yield* server.say({ jsonrpc: "2.0", method: "notifications/initialized" })
            yield* server.until(() => server.written.stdout.includes('"id":1'))
            yield* server.say({
              jsonrpc: "2.0",
              id: 2,
              method: "tools/call",
              params: {
                name: "place_call",
                arguments: { ...ada, idempotency_key: key, wait_seconds: 40 },
                _meta: { progressToken: 7 }
              }
            })
            yield* reach(step, server, env)
            const actedAt = performance.now()
            yield* act(server)
            const { at } = yield* server.ended
            assert.isBelow(at - actedAt, 2_000 + (isDelayed ? dialMillis : 0))
            const { call, calls, replayed, ringsBefore } = yield* later(env)
            assert.isAtMost(calls.length, 1)
            assert.isAtMost(ringsBefore, calls.length)
            if (calls[0] !== undefined) {
              assert.deepStrictEqual([call.id, replayed], [calls[0].id, true])
              assert.isNull(calls[0].hangUpRequestedAt)
              const settled = ["initiated", "in-progress"]
              assert.include(way === "SIGKILL" ? [...settled, "dialing", "unknown"] : settled, calls[0].status)
            }
            assert.isTrue(step === "asked" || calls.length === 1)
            assert.strictEqual(yield* rings, Math.max(ringsBefore, calls.length === 0 ? 1 : ringsBefore))
          }).pipe(Effect.provide(provider)),
        30_000
      )
    }
  }
})
