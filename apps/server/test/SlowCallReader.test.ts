import type { Socket } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { CallFollower, CallLedger, MemoryLedger, placeCall, type StoredEvent } from "@outbound-call/core"
import { DateTime, Effect, Layer, Stream } from "effect"
import { open, type Reader, sideOf } from "./EventReader.ts"
import { requestTo, services } from "./Rig.ts"
import { Listening, serveOn } from "./Socket.ts"

const events = 300
/** Long enough that all of them are more than what the system's own buffers of a connection hold. */
const message = "x".repeat(80_000)

const eventOf = (seq: number): StoredEvent => ({
  seq,
  at: DateTime.makeUnsafe(seq),
  type: "status",
  cause: "poll",
  status: "initiated",
  message,
  detail: null
})

/** A ledger whose every call has as many events as it was told. */
const makeEvents = () => {
  let size = 1
  const ledger = Layer.effect(
    CallLedger,
    Effect.map(CallLedger, (own) =>
      CallLedger.of({
        ...own,
        events: (_, after) =>
          Effect.sync(() => Array.from({ length: Math.max(0, size - after) }, (_, n) => eventOf(after + n + 1)))
      })
    )
  ).pipe(Layer.provide(MemoryLedger.layer))
  return { grow: Effect.sync(() => ++size), ledger }
}

type Looks = ReturnType<CallFollower["Service"]["watch"]>

/** The service's own follower, which counts the looks that each watcher takes, in the order in which they came. */
const counting = (taken: Array<number>, change: (looks: Looks) => Looks) =>
  Layer.effect(
    CallFollower,
    Effect.map(CallFollower, (follower) =>
      CallFollower.of({
        ...follower,
        watch: (id, options) => {
          const nth = taken.push(0) - 1
          const count = Effect.sync(() => void (taken[nth] = (taken[nth] ?? 0) + 1))
          return change(Stream.tap(follower.watch(id, options), () => count))
        }
      })
    )
  )

/** One reader of a call that stops after its first event, then three that do not. */
const withReaders = <E>(
  change: (looks: Looks) => Looks,
  test: (world: {
    readonly slow: Reader
    readonly others: ReadonlyArray<Reader>
    readonly taken: ReadonlyArray<number>
    readonly sockets: ReadonlySet<Socket>
    /** Lets one more thing happen to the call, and be heard by those who read. */
    readonly happen: Effect.Effect<void>
  }) => Effect.Effect<void, E>
) => {
  const { grow, ledger } = makeEvents()
  const taken: Array<number> = []
  return Effect.gen(function* () {
    const { server } = yield* Listening
    const sockets = new Set<Socket>()
    server.on("connection", (socket) => sockets.add(socket))
    const follower = yield* CallFollower
    const { call } = yield* placeCall(requestTo("+14155550107"))
    const path = `/v1/calls/${call.id}/events`
    const slow = yield* open(path)
    slow.incoming.pause()
    const others = [yield* open(path), yield* open(path), yield* open(path)]
    const happen = Effect.gen(function* () {
      const size = yield* grow
      yield* follower.nudge(call)
      for (const { ids, until } of others) yield* until(() => ids.length >= size)
    })
    yield* test({ slow, others, taken, sockets, happen })
  }).pipe(
    Effect.scoped,
    Effect.provide(serveOn().pipe(Layer.provide(counting(taken, change)), Layer.provideMerge(services({ ledger }))))
  )
}

const all = Array.from({ length: events }, (_, n) => n + 1)

describe("a reader of one call that does not read", () => {
  it.live("holds up nobody, takes no more than its connection holds, and hears everything once it reads on", () =>
    withReaders(
      (looks) => looks,
      Effect.fnUntraced(function* ({ happen, others, slow, sockets, taken }) {
        for (let n = 1; n < events; n++) yield* happen
        for (const { ids } of others) assert.deepEqual(ids, all)
        assert.isBelow(taken[0] ?? events, events / 2)
        assert.isBelow(sideOf(slow, sockets)?.writableLength ?? Infinity, 2 * message.length)
        assert.deepEqual(slow.ids, [1])
        slow.incoming.resume()
        yield* slow.until(() => slow.ids.length >= events)
        assert.deepEqual(slow.ids, all)
      })
    )
  )

  it.live("would take every look if it had a queue of its own, or the test above proves nothing", () =>
    withReaders(
      Stream.bufferArray({ capacity: "unbounded" }),
      Effect.fnUntraced(function* ({ happen, slow, taken }) {
        for (let n = 1; n < events; n++) yield* happen
        assert.isAbove(taken[0] ?? 0, events / 2)
        assert.deepEqual(slow.ids, [1])
      })
    )
  )
})
