import { Api } from "@outbound-call/api"
import {
  AgentId,
  type ApiKeys,
  CallFeed,
  type CallLedger,
  type DialTransport,
  type KeySecrets,
  Live,
  MemoryKeys,
  MemoryLedger,
  MonitorTransport,
  PhoneNumberId
} from "@outbound-call/core"
import * as HttpDialTransport from "@outbound-call/core/elevenlabs/HttpDialTransport"
import { Emulator, EmulatorHttpClient } from "@outbound-call/emulator"
import * as NodeKeySecrets from "@outbound-call/node/NodeKeySecrets"
import { Effect, Layer, Redacted } from "effect"
import { type HttpClient, HttpServer } from "effect/http"
import { HttpApiTest } from "effect/http-api"
import { TestClock } from "effect/testing"
import * as Account from "../src/Account.ts"
import * as Authenticate from "../src/Authenticate.ts"
import * as Calls from "../src/Calls.ts"
import * as Feed from "../src/Feed.ts"
import * as InvalidRequests from "../src/InvalidRequests.ts"
import { KeysInUse } from "../src/KeysInUse.ts"
import * as Permit from "../src/Permit.ts"
import * as System from "../src/System.ts"

const options: Live.LiveOptions = {
  provider: {
    kind: "emulator",
    baseUrl: "https://provider.example",
    apiKey: Redacted.make("key-of-the-test"),
    dashboard: "https://example.com/calls/"
  },
  settings: {
    owner: "ada",
    agentId: AgentId.make("agent_demo"),
    phoneNumberId: PhoneNumberId.make("phnum_demo"),
    purpose: "test"
  },
  carrier: {
    baseUrl: "https://twilio.example",
    accountSid: "AC00000000000000000000000000000000",
    username: "AC00000000000000000000000000000000",
    password: Redacted.make("token-of-the-test")
  }
}

/** The emulator as the provider, in this process and on the test's clock. */
export const provider: Layer.Layer<Emulator | HttpClient.HttpClient> = EmulatorHttpClient.layer.pipe(
  Layer.provideMerge(Emulator.layerMemory())
)

export interface World {
  readonly network?: Layer.Layer<Emulator | HttpClient.HttpClient>
  readonly ledger?: Layer.Layer<CallLedger>
  readonly pollIntervalMillis?: number
  readonly transport?: Layer.Layer<DialTransport, never, HttpClient.HttpClient>
}

/** The core over the emulator, with calls and keys in memory. */
export const services = (
  world: World = {}
): Layer.Layer<Live.Services | CallLedger | ApiKeys | KeySecrets | Emulator> => {
  return Live.layer({ ...options, pollIntervalMillis: world.pollIntervalMillis ?? 1_000 }).pipe(
    Layer.provide(world.transport ?? HttpDialTransport.layer),
    Layer.provide(MonitorTransport.absent),
    Layer.provideMerge(Layer.mergeAll(world.ledger ?? MemoryLedger.layer, MemoryKeys.layer, NodeKeySecrets.layer)),
    Layer.provideMerge(world.network ?? provider)
  )
}

const start = Date.UTC(2026, 10, 23, 9, 30)

const simulated = { simulated: true }
const handlers = Layer.mergeAll(
  Calls.layer(simulated),
  Feed.layer,
  Account.layer(simulated),
  System.layer(simulated)
).pipe(
  Layer.provideMerge(Layer.mergeAll(InvalidRequests.layer, Authenticate.layer({ loopback: true }), Permit.layer)),
  Layer.provide([KeysInUse.layer, CallFeed.layer])
)

/** The typed client over the whole pipeline of the contract, in memory. */
export const connect = Effect.andThen(
  TestClock.setTime(start),
  HttpApiTest.groups(Api, ["calls", "feed", "account", "system"])
)

/** What `connect` needs, with the emulator and the ledger beside it. */
export const serviceOf = (world: World = {}) =>
  handlers.pipe(Layer.provideMerge(services(world)), Layer.merge(HttpServer.layerServices))

export const inMemory = serviceOf()

/** A request that the demo agent accepts. */
export const requestTo = (to: string) => ({ to, variables: { customer_name: "Ada" } })

/** How many phones the emulator rang. */
export const rings = Effect.flatMap(Emulator, (emulator) => Effect.map(emulator.rings, ({ total }) => total))
