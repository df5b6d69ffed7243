// The core by itself, in Effect: its own HTTP client, the clock of the program, a ledger in memory. The HTTP client
// here is the emulator's; with FetchHttpClient.layer and a real key the same program rings a phone.
import { strict as assert } from "node:assert"
import {
  AgentId,
  awaitCall,
  getTranscript,
  Live,
  PhoneNumberId,
  placeCall,
  renderTranscript
} from "@outbound-call/core"
import { Emulator, EmulatorHttpClient } from "@outbound-call/emulator"
import { Console, Effect, Layer, Redacted } from "effect"

const service = Live.layerAlone({
  provider: {
    kind: "emulator",
    baseUrl: "http://emulator.localhost",
    apiKey: Redacted.make("any"),
    dashboard: "https://elevenlabs.io/app/agents/history/"
  },
  settings: {
    owner: "example",
    agentId: AgentId.make("agent_demo"),
    phoneNumberId: PhoneNumberId.make("phnum_demo")
  },
  pollIntervalMillis: 200
}).pipe(Layer.provide(EmulatorHttpClient.layer), Layer.provide(Emulator.layerMemory({ scale: 50 })))

const program = Effect.gen(function* () {
  const { call } = yield* placeCall(
    { to: "+14155550100", variables: { customer_name: "Ada" } },
    { type: "given", key: "reminder-42" }
  )
  const ended = yield* awaitCall(call, { timeout: "2 minutes" })
  const transcript = yield* getTranscript(call.id)
  yield* Console.log(`${ended.status}, ${ended.outcome}\n${renderTranscript(transcript, "text")}`)
  return ended
})

const ended = await Effect.runPromise(Effect.provide(program, service))
assert.equal(ended.status, "done")
assert.equal(ended.outcome, "answered")
