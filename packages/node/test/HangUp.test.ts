import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import {
  AgentId,
  builtInProfiles,
  getCall,
  hangUp,
  type Live,
  MemoryLedger,
  PhoneNumberId,
  placeCall
} from "@outbound-call/core"
import { Emulator, EmulatorServer, FileDialLog } from "@outbound-call/emulator"
import { Effect, Layer, Redacted } from "effect"
import * as OutboundCall from "../src/OutboundCall.ts"

const liveOptions = (baseUrl: string): Live.LiveOptions => ({
  provider: { kind: "elevenlabs", baseUrl, apiKey: Redacted.make("key"), dashboard: "https://example.com/" },
  settings: {
    owner: "ada",
    agentId: AgentId.make("agent_demo"),
    phoneNumberId: PhoneNumberId.make("phnum_demo"),
    purpose: "test",
    profile: builtInProfiles.rig
  },
  carrier: { missing: "TWILIO_AUTH_TOKEN" }
})

const place = {
  simulated: false,
  ledgerFile: "",
  database: null,
  dialLogFile: "",
  emulatorScale: 1,
  webhookSecrets: [],
  retention: null
}

/** The service as it is shipped, for the real provider, which here is an emulator that listens. */
const service = Layer.unwrap(
  Effect.map(EmulatorServer, ({ baseUrl }) =>
    OutboundCall.layerOver({ ...place, live: liveOptions(baseUrl) }, MemoryLedger.layer)
  )
)

const world = service.pipe(
  Layer.provideMerge(EmulatorServer.layer({ port: 0 })),
  Layer.provideMerge(Emulator.layerMemory())
)

/** A call that is talked in. */
const talking = Effect.gen(function* () {
  const { call } = yield* placeCall({ to: "+14155550114", variables: { customer_name: "Ada" } })
  yield* (yield* Emulator).advance("20 seconds")
  return call
})

const refused = (id: string) => Effect.map(Effect.flip(hangUp(id)), ({ message }) => message)

describe("hanging up without Twilio's credentials", () => {
  it.live("ends the call over the provider's monitor socket", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.change({ monitoring: true })
      const { id } = yield* talking
      const { call, result } = yield* hangUp(id)
      assert.deepStrictEqual([result, call.status], ["over", "processing"])
      yield* emulator.advance("5 seconds")
      assert.strictEqual((yield* getCall(id)).status, "done")
      assert.strictEqual((yield* emulator.rings).total, 1)
    }).pipe(Effect.provide(world))
  )

  it.live("says what is missing, and what the provider said, where the account has no such socket", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { id } = yield* talking
      assert.match(yield* refused(id), /goes on: .* set TWILIO_AUTH_TOKEN\..*HTTP 403: Monitoring conversations is not/)
      yield* emulator.change({ monitoring: true })
      yield* emulator.fault({ target: "monitor", kind: "status", status: 401 })
      assert.match(yield* refused(id), /set TWILIO_AUTH_TOKEN\..*HTTP 401: Not authorized/)
      assert.strictEqual((yield* getCall(id)).status, "in-progress")
    }).pipe(Effect.provide(world))
  )
})

it.live("a simulation in this process has the monitor socket where its emulator has it", () =>
  Effect.gen(function* () {
    const folder = yield* Effect.acquireRelease(
      Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-hang-up-"))),
      (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
    )
    const dialLogFile = join(folder, "dials.jsonl")
    const live = liveOptions("http://emulator.localhost")
    const simulated = OutboundCall.layerOver({ ...place, simulated: true, dialLogFile, live }, MemoryLedger.layer)
    const ofAnotherProcess = Emulator.layer().pipe(Layer.provide(FileDialLog.layer(dialLogFile)))
    yield* Effect.gen(function* () {
      const { id } = yield* talking
      assert.include(yield* refused(id), "HTTP 403")
      yield* (yield* Emulator).change({ monitoring: true })
      assert.strictEqual((yield* hangUp(id)).result, "over")
    }).pipe(Effect.provide(Layer.merge(simulated, ofAnotherProcess)))
  }).pipe(Effect.scoped)
)
