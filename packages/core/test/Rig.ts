import { Clock, Context, Effect, Layer, Redacted } from "effect"
import { HttpClient } from "effect/http"
import { TestClock } from "effect/testing"
import {
  AgentId,
  type Breakers,
  CallLedger,
  type CallRequest,
  type CallSettingsShape,
  type DialTransport,
  Live,
  MemoryLedger,
  MonitorTransport,
  PhoneNumberId,
  placeCall,
  type Retention,
  type Suppressions,
  type TranscriptReads,
  type Call,
  type IdempotencyKey
} from "@outbound-call/core"
import * as HttpDialTransport from "@outbound-call/core/elevenlabs/HttpDialTransport"
import { Emulator, EmulatorHttpClient, EmulatorMonitor } from "@outbound-call/emulator"
import { sampleStart } from "./SampleCall.ts"

/** A request that left for the provider; `at` is in seconds since the start of the test. */
export interface Sent {
  readonly method: string
  readonly path: string
  readonly search: string
  readonly at: number
  answered: boolean
}

/** Everything that was sent to the provider, in order. */
export class Traffic extends Context.Service<Traffic, { readonly sent: Array<Sent> }>()("test/Traffic") {
  static readonly layer = Layer.sync(Traffic, () => ({ sent: [] }))
}

export interface RigOptions {
  /** `elevenlabs` lets the policy refuse as it does where phones ring; the provider is the emulator all the same. */
  readonly kind?: Live.LiveOptions["provider"]["kind"]
  readonly settings?: Partial<CallSettingsShape>
  readonly apiKey?: string
  readonly ledger?: Layer.Layer<CallLedger>
  readonly transport?: Layer.Layer<DialTransport, never, HttpClient.HttpClient>
  /** The monitor socket in place of the emulator's own. */
  readonly monitor?: Layer.Layer<MonitorTransport>
  readonly pollIntervalMillis?: number
  readonly network?: typeof provider
  /** Twilio's account; without it there are no credentials. */
  readonly carrier?: Live.LiveOptions["carrier"]
}

/** The emulator's Twilio account, behind the same client. */
export const twilioAccount = {
  baseUrl: "https://twilio.example",
  accountSid: "AC00000000000000000000000000000000",
  username: "AC00000000000000000000000000000000",
  password: Redacted.make("token-of-the-test")
}

export const baseUrl = "https://provider.example"

export const liveOptions = ({
  apiKey,
  carrier,
  kind = "emulator",
  pollIntervalMillis,
  settings
}: RigOptions = {}): Live.LiveOptions => ({
  provider: {
    kind,
    baseUrl,
    apiKey: Redacted.make(apiKey ?? "key-of-the-test"),
    dashboard: "https://example.com/calls/"
  },
  settings: {
    owner: "ada",
    agentId: AgentId.make("agent_demo"),
    phoneNumberId: PhoneNumberId.make("phnum_demo"),
    purpose: "test",
    ...settings
  },
  carrier,
  ...(pollIntervalMillis === undefined ? {} : { pollIntervalMillis })
})

/** The emulator behind an HTTP client that keeps count. */
export const provider: Layer.Layer<Emulator | Traffic | HttpClient.HttpClient> = Layer.effect(
  HttpClient.HttpClient,
  Effect.gen(function* () {
    const client = yield* HttpClient.HttpClient
    const { sent } = yield* Traffic
    return HttpClient.make(
      Effect.fnUntraced(function* (request, url) {
        const at = ((yield* Clock.currentTimeMillis) - sampleStart) / 1000
        const entry: Sent = { method: request.method, path: url.pathname, search: url.search, at, answered: false }
        sent.push(entry)
        return yield* Effect.ensuring(
          client.execute(request),
          Effect.sync(() => (entry.answered = true))
        )
      })
    )
  })
).pipe(
  Layer.provide(EmulatorHttpClient.layer),
  Layer.provideMerge(Emulator.layerMemory()),
  Layer.provideMerge(Traffic.layer)
)

const emulatedMonitor = Layer.effect(
  MonitorTransport,
  Effect.map(Emulator, (emulator) => ({ send: EmulatorMonitor.sendTo(emulator) }))
)

type World =
  | Live.Services
  | CallLedger
  | Suppressions
  | Breakers
  | TranscriptReads
  | Retention
  | Emulator
  | Traffic
  | HttpClient.HttpClient

export const world = (options: RigOptions = {}): Layer.Layer<World> =>
  Live.layer(liveOptions(options)).pipe(
    Layer.provide(options.transport ?? HttpDialTransport.layer),
    Layer.provide(options.monitor ?? emulatedMonitor),
    Layer.provideMerge(
      options.ledger === undefined ? MemoryLedger.layer : Layer.provideMerge(options.ledger, MemoryLedger.layer)
    ),
    Layer.provideMerge(options.network ?? provider)
  )

/** Runs a test against the service over the emulator, at noon. */
export const inWorld =
  (options: RigOptions = {}) =>
  <A, E, R>(test: Effect.Effect<A, E, R>): Effect.Effect<A, E, Exclude<R, World>> =>
    TestClock.setTime(sampleStart).pipe(Effect.andThen(test), Effect.provide(world(options)))

/** Lets everything run that waits for no clock: until nothing more is sent or answered for some turns of the loop. */
export const settle = Effect.gen(function* () {
  const { sent } = yield* Traffic
  const known = () => sent.length + sent.filter(({ answered }) => answered).length
  for (let quiet = 0, before = known(); quiet < 10; quiet++) {
    yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
    if (known() !== before) quiet = 0
    before = known()
  }
})

/** Lets so many seconds pass, one by one, and everything happen in them. */
export const pass = Effect.fnUntraced(function* (seconds: number) {
  yield* settle
  for (let second = 0; second < seconds; second++) {
    yield* TestClock.adjust(1000 * Math.min(1, seconds - second))
    yield* settle
  }
})

/** A request that would be dialled. */
export const request = (change: Partial<CallRequest> = {}): CallRequest => ({
  to: "+14155550100",
  variables: { customer_name: "Ada" },
  ...change
})

/** Places a call and gives it as it stands. */
export const place = (change: Partial<CallRequest> = {}, key?: IdempotencyKey) =>
  Effect.map(placeCall(request(change), key), ({ call }): Call => call)

/** How often phones rang. */
export const rings = Effect.flatMap(Emulator, (emulator) =>
  Effect.map(Effect.orDie(emulator.rings), ({ total }) => total)
)

/** How many dials were sent, answered or not. */
export const posts = Effect.map(Traffic, ({ sent }) => sent.filter(({ method }) => method === "POST").length)

/** How many reads were sent. */
export const reads = Effect.map(Traffic, ({ sent }) => sent.filter(({ method }) => method === "GET").length)

/** The ledger in memory with some of its deeds replaced. */
export const ledgerWith = (
  change: (inner: CallLedger["Service"]) => Partial<CallLedger["Service"]>
): Layer.Layer<CallLedger> =>
  Layer.effect(
    CallLedger,
    Effect.map(CallLedger, (inner) => CallLedger.of({ ...inner, ...change(inner) }))
  ).pipe(Layer.provide(MemoryLedger.layer))
