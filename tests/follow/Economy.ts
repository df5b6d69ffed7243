import {
  AgentId,
  type Call,
  CallFeed,
  Live,
  MonitorTransport,
  PhoneNumberId,
  placeCall,
  VoiceProvider
} from "@outbound-call/core"
import * as HttpDialTransport from "@outbound-call/core/elevenlabs/HttpDialTransport"
import { Emulator, EmulatorHttpClient } from "@outbound-call/emulator"
import * as NodeDigest from "@outbound-call/node/NodeDigest"
import * as SqliteClient from "@outbound-call/node/SqliteClient"
import { Clock, Context, DateTime, Effect, Layer, Logger, Redacted, Stream } from "effect"
import { HttpClient } from "effect/http"
import { TestClock } from "effect/testing"
import { Chance } from "../simulation/Chance.ts"
import { readSchema } from "../simulation/Schema.ts"
import { areas, type Draw, drawCalls } from "./Mix.ts"

/** What following cost, counted at the emulated provider while a number of calls was live all the time. */
export interface Economy {
  readonly finished: number
  /** Requests for a list, and for a conversation. */
  readonly lists: number
  readonly reads: number
  readonly requestsPerCall: number
  /** Seconds from the end of the line to the record of it: the mean, and what 95 of 100 stay below. */
  readonly meanSeconds: number
  readonly p95Seconds: number
}

export interface EconomyOptions {
  readonly seed: number
  readonly live: number
  readonly minutes: number
  /** `swept`: as shipped. `polled`: each call by a read of its own every five seconds, the control. */
  readonly how: "swept" | "polled"
}

class Traffic extends Context.Service<Traffic, { lists: number; reads: number; open: number; sent: number }>()(
  "tests/follow/Traffic"
) {}

/** Plays so many minutes on a virtual clock, in which every call that ends is followed by a new one at once. */
export const countRequests = (options: EconomyOptions): Promise<Economy> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const schema = yield* Effect.promise(() => readSchema)
      yield* TestClock.setTime(1_795_348_800_000)
      return yield* play(options).pipe(Effect.orDie, Effect.provide(world(schema)))
    }).pipe(Effect.scoped, Effect.provide([TestClock.layer(), Logger.layer([])]))
  )

type Lags = Map<string, number>

const play = Effect.fnUntraced(function* ({ how, live, minutes, seed }: EconomyOptions) {
  const chance = new Chance(seed)
  const traffic = yield* Traffic
  const free = new Map<string, Array<number>>()
  const ends = new Map<string, number>()
  const lags: Lags = new Map()

  const placeOne = Effect.fnUntraced(function* ({ digits, endsAfter, ...limits }: Draw) {
    const pool = free.get(digits) ?? [...areas]
    free.set(digits, pool)
    const area = pool.shift() ?? 0
    const { call } = yield* placeCall({ to: `+1${area}555${digits}`, ...limits }, { type: "new" })
    ends.set(call.id, DateTime.toEpochMillis(call.createdAt) + endsAfter * 1000)
    if (how === "polled") yield* Effect.forkScoped(poll(call, ends, lags))
    yield* Effect.sleep(endsAfter * 1000)
    // The record is complete some seconds later; until that is known the number is taken.
    const giveBack = Effect.sync(() => pool.push(area))
    yield* Effect.forkScoped(Effect.andThen(Effect.sleep(30_000), giveBack))
  })

  const draws = drawCalls(chance)
  const slot = Effect.gen(function* () {
    yield* Effect.sleep(chance.between(0, 77_000))
    while (true) {
      yield* placeOne(draws.next().value)
      // Dials that keep step with the sweeps would be found always late, or always early.
      yield* Effect.sleep(chance.between(0, 2_000))
    }
  })
  const slots = yield* Effect.forEach(Array.from({ length: live }), () => Effect.forkScoped(slot))
  if (how === "swept") yield* Effect.forkScoped(listen(ends, lags))
  yield* pass(150)
  const before = { ...traffic, told: lags.size }
  yield* pass(minutes * 60)
  for (const fiber of slots) {
    const end = fiber.pollUnsafe()
    if (end !== undefined) return yield* end
  }
  const told = [...lags.values()].slice(before.told).toSorted((a, b) => a - b)
  const lists = traffic.lists - before.lists
  const reads = traffic.reads - before.reads
  return {
    finished: told.length,
    lists,
    reads,
    requestsPerCall: (lists + reads) / told.length,
    meanSeconds: told.reduce((sum, one) => sum + one, 0) / told.length / 1000,
    p95Seconds: (told[Math.floor(told.length * 0.95)] ?? 0) / 1000
  }
})

/** Hears all calls as a client of the server does. */
const listen = Effect.fnUntraced(function* (ends: ReadonlyMap<string, number>, lags: Lags) {
  const feed = yield* CallFeed
  yield* feed.after(0).pipe(
    Stream.filter(({ event }) => event.type === "ended"),
    Stream.runForEach(({ call, event }) =>
      Effect.sync(() => lags.set(call.id, DateTime.toEpochMillis(event.at) - (ends.get(call.id) ?? 0)))
    )
  )
})

const poll = Effect.fnUntraced(function* ({ conversationId, id }: Call, ends: ReadonlyMap<string, number>, lags: Lags) {
  const provider = yield* VoiceProvider
  for (let isOver = conversationId === null; !isOver;) {
    yield* Effect.sleep("5 seconds")
    if (conversationId === null) return
    const { status } = yield* provider.conversation(conversationId)
    const isEnded = status !== "initiated" && status !== "in-progress"
    if (isEnded && !lags.has(id)) lags.set(id, (yield* Clock.currentTimeMillis) - (ends.get(id) ?? 0))
    isOver = status === "done" || status === "failed"
  }
})

const pass = Effect.fnUntraced(function* (seconds: number) {
  for (let step = 0; step < seconds * 4; step++) {
    yield* TestClock.adjust(250)
    yield* settle
  }
})

/** Lets everything run that waits for no clock. */
const settle = Effect.gen(function* () {
  const traffic = yield* Traffic
  for (let quiet = 0, before = -1; quiet < 3; quiet++) {
    yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
    if (traffic.open > 0 || traffic.sent !== before) quiet = 0
    before = traffic.sent
  }
})

const countingClient = Layer.effect(
  HttpClient.HttpClient,
  Effect.gen(function* () {
    const client = yield* HttpClient.HttpClient
    const traffic = yield* Traffic
    return HttpClient.make((request, url) =>
      Effect.suspend(() => {
        traffic.sent++
        traffic.open++
        if (url.pathname === "/v1/convai/conversations") traffic.lists++
        else if (url.pathname.startsWith("/v1/convai/conversations/")) traffic.reads++
        return Effect.ensuring(
          client.execute(request),
          Effect.sync(() => traffic.open--)
        )
      })
    )
  })
).pipe(
  Layer.provide(EmulatorHttpClient.layer),
  Layer.provide(Emulator.layerMemory()),
  Layer.provideMerge(Layer.sync(Traffic, () => ({ lists: 0, reads: 0, open: 0, sent: 0 })))
)

const world = (schema: ReadonlyArray<string>) =>
  CallFeed.layer.pipe(
    Layer.provideMerge(
      Live.layer({
        provider: {
          kind: "emulator",
          baseUrl: "https://provider.example",
          apiKey: Redacted.make("key-of-the-rig"),
          dashboard: "https://example.com/calls/"
        },
        settings: {
          owner: "ada",
          agentId: AgentId.make("agent_open"),
          phoneNumberId: PhoneNumberId.make("phnum_demo"),
          purpose: "test"
        }
      })
    ),
    Layer.provide(HttpDialTransport.layer),
    Layer.provide(MonitorTransport.absent),
    Layer.provideMerge(countingClient),
    Layer.provide(Layer.merge(Live.sqlLedger, Live.sqlSuppressions)),
    Layer.provide(Layer.merge(Layer.orDie(SqliteClient.layer(":memory:", schema)), NodeDigest.layer))
  )
