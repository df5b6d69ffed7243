import type { Socket } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { type Call, CallFeed, CallId, CallLedger, type FeedEntry, MemoryLedger } from "@outbound-call/core"
import { DateTime, Effect, Layer, PubSub, Stream } from "effect"
import { open, type Reader, sideOf } from "./EventReader.ts"
import { Listening, onSocket } from "./Socket.ts"

const events = 3_000
/** Long enough that all of them are more than what the system's own buffers of a connection hold. */
const message = "x".repeat(8_000)
const call = { id: CallId.make(`call_${"0".repeat(26)}`), owner: "ada", conversationId: null } as Call

const entryOf = (position: number): FeedEntry => ({
  position,
  call,
  event: {
    seq: position,
    at: DateTime.makeUnsafe(position),
    type: "status",
    cause: "poll",
    status: "in-progress",
    message,
    detail: null
  }
})

/** A feed that grows when it is told to. */
const makeFeed = () => {
  let size = 0
  let start = 0
  const bell = Effect.runSync(PubSub.sliding<void>(1))
  const feed = (after: number | null, limit: number) =>
    Effect.sync(() => {
      const from = Math.max(start, after ?? size - limit)
      return Array.from({ length: Math.min(limit, size - from) }, (_, n) => entryOf(from + n + 1))
    })
  const grow = (count: number) =>
    Effect.andThen(
      Effect.sync(() => (size += count)),
      PubSub.publish(bell, undefined)
    )
  const ledger = Layer.effect(
    CallLedger,
    Effect.map(CallLedger, (own) =>
      CallLedger.of({ ...own, feed, feedStart: Effect.sync(() => start), appended: Stream.fromPubSub(bell) })
    )
  ).pipe(Layer.provide(MemoryLedger.layer))
  /** Takes away the events up to a position, as of old calls that are forgotten. */
  const forget = (upTo: number) => Effect.sync(() => (start = upTo))
  return { forget, grow, ledger }
}

/** The service's own feed, which counts what each listener takes of it, in the order in which they came. */
const counting = (taken: Array<number>, change: (told: Told) => Told) =>
  Layer.effect(
    CallFeed,
    Effect.map(CallFeed, (feed) =>
      CallFeed.of({
        ...feed,
        told: (position, owner) => {
          const nth = taken.push(0) - 1
          const count = (page: ReadonlyArray<unknown>) => void (taken[nth] = (taken[nth] ?? 0) + page.length)
          return change(Stream.tap(feed.told(position, owner), (page) => Effect.sync(() => count(page))))
        }
      })
    )
  ).pipe(Layer.provide(CallFeed.layer))

type Told = ReturnType<CallFeed["Service"]["told"]>

const all = Array.from({ length: events }, (_, n) => n + 1)

/** One reader that stops after the beginning, then three that do not; and as many events as they could ever be told. */
const withReaders = <E>(
  change: (told: Told) => Told,
  test: (world: {
    readonly slow: Reader
    readonly others: ReadonlyArray<Reader>
    readonly taken: ReadonlyArray<number>
    readonly sockets: ReadonlySet<Socket>
    readonly grow: (count: number) => Effect.Effect<unknown>
    readonly forget: (upTo: number) => Effect.Effect<unknown>
  }) => Effect.Effect<void, E>
) => {
  const { forget, grow, ledger } = makeFeed()
  const taken: Array<number> = []
  return Effect.gen(function* () {
    const { server } = yield* Listening
    const sockets = new Set<Socket>()
    server.on("connection", (socket) => sockets.add(socket))
    const slow = yield* open("/v1/events")
    slow.incoming.pause()
    const others = [yield* open("/v1/events"), yield* open("/v1/events"), yield* open("/v1/events")]
    yield* test({ slow, others, taken, sockets, grow, forget })
  }).pipe(Effect.scoped, Effect.provide(onSocket({ ledger }, { feed: counting(taken, change) })))
}

const page = 100 * (message.length + 300)

describe("a reader that does not read", () => {
  it.live("holds up nobody, takes no more than its connection holds, and hears everything once it reads on", () =>
    withReaders(
      (told) => told,
      Effect.fnUntraced(function* ({ grow, others, slow, sockets, taken }) {
        yield* grow(events)
        for (const { ids, until } of others) {
          yield* until(() => ids.length === events)
          assert.deepEqual(ids, all)
        }
        assert.isBelow(taken[0] ?? events, events / 2)
        assert.isBelow(sideOf(slow, sockets)?.writableLength ?? Infinity, 2 * page)
        yield* grow(10)
        yield* Effect.forEach(others, ({ ids, until }) => until(() => ids.length === events + 10))
        assert.deepEqual(slow.ids, [])
        slow.incoming.resume()
        yield* slow.until(() => slow.ids.length >= events + 10)
        assert.deepEqual(slow.ids, [...all, ...Array.from({ length: 10 }, (_, n) => events + n + 1)])
        assert.deepEqual(taken, [events + 10, events + 10, events + 10, events + 10])
      })
    )
  )

  it.live("is told so when events were forgotten that it had not read, and passes over none of them", () =>
    withReaders(
      (told) => told,
      Effect.fnUntraced(function* ({ forget, grow, others, slow }) {
        // In steps, so that nobody else falls behind and has the slow one's pages read from the ledger before.
        for (let size = 100; size <= events; size += 100) {
          yield* grow(100)
          for (const { ids, until } of others) yield* until(() => ids.length === size)
        }
        yield* forget(events - 10)
        slow.incoming.resume()
        yield* slow.until(() => slow.problems.length > 0)
        assert.include(slow.problems[0], `"code":"cursor-expired"`)
        assert.isBelow(slow.ids.length, events / 2)
        assert.deepEqual(slow.ids, all.slice(0, slow.ids.length))
        yield* grow(10)
        for (const { ids, problems, until } of others) {
          yield* until(() => ids.length === events + 10)
          assert.deepEqual(problems, [])
        }
      })
    )
  )

  it.live("would take everything if it had a queue of its own, or the test above proves nothing", () =>
    withReaders(
      Stream.bufferArray({ capacity: "unbounded" }),
      Effect.fnUntraced(function* ({ grow, slow, taken }) {
        yield* grow(events)
        while (taken[0] !== events) yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
        assert.deepEqual(slow.ids, [])
      })
    )
  )
})
