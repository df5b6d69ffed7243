import { Api } from "@outbound-call/api"
import {
  AuditLog,
  type Breakers,
  type TranscriptReads,
  type Suppressions,
  AgentId,
  type ApiKeys,
  CallFeed,
  type CallLedger,
  type KeptEvidence,
  type DialTransport,
  type KeySecrets,
  KeysInUse,
  Live,
  MemoryInbox,
  MemoryKeys,
  MemoryLedger,
  MonitorTransport,
  PhoneNumberId,
  type WebhookInbox,
  type WebhookReceiver
} from "@outbound-call/core"
import * as HttpDialTransport from "@outbound-call/core/elevenlabs/HttpDialTransport"
import * as SqlEndpoints from "@outbound-call/core/SqlEndpoints"
import * as SqlMessages from "@outbound-call/core/SqlMessages"
import { Emulator, EmulatorHttpClient } from "@outbound-call/emulator"
import { Webhooks as Reception, WebhooksOut } from "@outbound-call/node"
import { migrate } from "@outbound-call/node/Migrate"
import * as SqliteClient from "@outbound-call/node/SqliteClient"
import * as NodeKeySecrets from "@outbound-call/node/NodeKeySecrets"
import { Effect, Layer, Redacted } from "effect"
import { type HttpClient, HttpServer } from "effect/http"
import { HttpApiTest } from "effect/http-api"
import { TestClock } from "effect/testing"
import * as Account from "../src/Account.ts"
import * as Approvals from "../src/Approvals.ts"
import * as Audit from "../src/Audit.ts"
import * as Authenticate from "../src/Authenticate.ts"
import * as Calls from "../src/Calls.ts"
import * as Conversations from "../src/Conversations.ts"
import * as Endpoints from "../src/Endpoints.ts"
import * as Feed from "../src/Feed.ts"
import * as InvalidRequests from "../src/InvalidRequests.ts"
import * as Permit from "../src/Permit.ts"
import * as Policy from "../src/Policy.ts"
import * as System from "../src/System.ts"
import * as Webhooks from "../src/Webhooks.ts"

/** The emulator's account. */
export const settings: Live.LiveOptions = {
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
  readonly inbox?: Layer.Layer<WebhookInbox>
  readonly secrets?: ReadonlyArray<string>
  /** Another account than the emulator's, or other settings. */
  readonly live?: Partial<Live.LiveOptions>
}

/** The secret of the provider's webhooks, and the one before it. */
export const webhookSecrets = ["wsec_test_0123456789abcdef0123456789abcdef", "wsec_of_the_months_before"]

type Services =
  | Live.Services
  | CallLedger
  | Suppressions
  | Breakers
  | AuditLog
  | TranscriptReads
  | WebhookInbox
  | WebhookReceiver
  | ApiKeys
  | KeySecrets
  | Emulator
  | Endpoints.EndpointServices

const someEvidence: KeptEvidence = {
  evidence: {
    profile: "default",
    purpose: "test",
    zones: ["America/Los_Angeles"],
    states: ["US-CA"],
    consent: null,
    firstMessageDigest: null,
    clockOffsetMillis: 0,
    rulesAsOf: null,
    verdicts: [{ rule: "suppression", decision: "allow" }]
  },
  digest: "0".repeat(64),
  auditLine: 1,
  isAsWritten: true
}

/** Calls in memory write down nothing. */
const emptyAuditLog = Layer.succeed(AuditLog, {
  entries: () => Effect.succeed([]),
  about: () => Effect.succeed([]),
  evidence: () => Effect.succeed(someEvidence),
  verify: Effect.succeed({ entries: 0, lastHash: "", brokenAt: null }),
  subjectOf: () => Effect.succeed("")
})

/** Endpoints and messages beside a ledger in memory. Nobody sends them. */
const outbox = Layer.mergeAll(SqlEndpoints.layer, SqlMessages.layer, WebhooksOut.layer({ loopback: false })).pipe(
  Layer.provide(Layer.effectDiscard(migrate).pipe(Layer.provideMerge(SqliteClient.layer(":memory:")))),
  Layer.orDie
)

/** The core over the emulator, with calls, webhooks and keys in memory. */
export const services = (world: World = {}): Layer.Layer<Services> =>
  Reception.layer({ webhookSecrets: (world.secrets ?? webhookSecrets).map((secret) => Redacted.make(secret)) }).pipe(
    Layer.provideMerge(
      Live.layer({ ...settings, pollIntervalMillis: world.pollIntervalMillis ?? 1_000, ...world.live })
    ),
    Layer.provide(world.transport ?? HttpDialTransport.layer),
    Layer.provide(MonitorTransport.absent),
    Layer.provideMerge(
      Layer.mergeAll(
        world.ledger === undefined ? MemoryLedger.layer : Layer.provideMerge(world.ledger, MemoryLedger.layer),
        emptyAuditLog,
        world.inbox ?? MemoryInbox.layer,
        MemoryKeys.layer,
        NodeKeySecrets.layer,
        outbox
      )
    ),
    Layer.provideMerge(world.network ?? provider)
  )

const start = Date.UTC(2026, 10, 23, 9, 30)

const simulated = { simulated: true }
const handlers = Layer.mergeAll(
  Calls.layer(simulated),
  Conversations.layer,
  Feed.layer,
  Account.layer({ ...simulated, version: "1.2.3" }),
  Policy.layer(simulated),
  Approvals.layer(simulated),
  Audit.layer(simulated),
  System.layer(simulated),
  Webhooks.layer,
  Endpoints.layer(simulated)
).pipe(
  Layer.provideMerge(Layer.mergeAll(InvalidRequests.layer, Authenticate.layer({ loopback: true }), Permit.layer)),
  Layer.provide([KeysInUse.layer, CallFeed.layer])
)

/** The typed client over the whole pipeline of the contract, in memory. */
export const connect = HttpApiTest.groups(Api, [
  "approvals",
  "calls",
  "conversations",
  "feed",
  "account",
  "audit",
  "system",
  "webhooks",
  "endpoints",
  "policy"
])

/** What `connect` needs, with the emulator and the ledger beside it. The service starts when the test's time is set. */
export const serviceOf = (world: World = {}) =>
  handlers.pipe(
    Layer.provideMerge(services(world)),
    Layer.merge(HttpServer.layerServices),
    Layer.provide(Layer.effectDiscard(TestClock.setTime(start)))
  )

export const inMemory = serviceOf()

/** A request that the demo agent accepts. */
export const requestTo = (to: string) => ({ to, variables: { customer_name: "Ada" } })

/** How many phones the emulator rang. */
export const rings = Effect.flatMap(Emulator, (emulator) => Effect.map(emulator.rings, ({ total }) => total))
