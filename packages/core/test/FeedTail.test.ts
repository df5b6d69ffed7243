import { assert, describe, it } from "@effect/vitest"
import { type CallEvent, CallLedger, type FeedEntry, LedgerError, type UnreadableEntry } from "@outbound-call/core"
import { openTail } from "@outbound-call/core/FeedTail"
import { DateTime, Effect, Fiber, Layer, Logger, PubSub, Stream } from "effect"
import { TestClock } from "effect/testing"
import { sampleCall, sampleId, sampleStart } from "./SampleCall.ts"

type Entry = FeedEntry | UnreadableEntry

const stands = (position: number) => ({
  position,
  event: {
    seq: 1,
    at: DateTime.makeUnsafe(sampleStart + position),
    type: "status",
    cause: "poll",
    status: "in-progress",
    message: null,
    detail: null
  } as const
})

const ofOwner = (position: number, owner: string): Entry => ({
  ...stands(position),
  call: sampleCall({ id: sampleId(position), owner })
})

const unreadable = (position: number, callId: string): Entry => ({ ...stands(position), call: null, callId })

/** A feed of entries that a test appends, and whoever read it. */
const feedOf = (entries: Array<Entry>) => {
  const read: Array<number | null> = []
  const bell = Effect.runSync(PubSub.sliding<void>(1))
  const feed = (after: number | null, limit: number) =>
    Effect.suspend(() => {
      read.push(after)
      if (read.length > 1_000) return Effect.fail(endless)
      return Effect.succeed(
        after === null ? entries.slice(-limit) : entries.filter(({ position }) => position > after).slice(0, limit)
      )
    })
  const append = (...more: ReadonlyArray<Entry>) =>
    Effect.andThen(
      Effect.sync(() => entries.push(...more)),
      PubSub.publish(bell, undefined)
    )
  let start = 0
  /** Takes away the events of some positions, as of old calls that are forgotten. */
  const forget = (from: number, to: number) => {
    entries.splice(0, entries.length, ...entries.filter(({ position }) => position < from || position > to))
    start = to
  }
  const feedStart = Effect.sync(() => start)
  const layer = Layer.mock(CallLedger, { feed, feedStart, appended: Stream.fromPubSub(bell) })
  return { append, entries, forget, layer, read }
}

const endless = new LedgerError({ operation: "feed", phoneMayHaveRung: false, cause: "read again and again" })

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)

/** What a listener is told, in the background. */
const hear = Effect.fnUntraced(function* <A, E>(stream: Stream.Stream<A, E>) {
  const heard: Array<A> = []
  yield* Effect.forkScoped(
    Stream.runForEach(stream, (one) => Effect.sync(() => heard.push(one))),
    { startImmediately: true }
  )
  return heard
})

const turns = Effect.forEach(range(1, 400), () => Effect.yieldNow, { discard: true })

const positions = (pages: ReadonlyArray<ReadonlyArray<CallEvent>>) =>
  pages.flat().map(({ cursor }) => Number(cursor.split(".")[0]))

describe("the tail of the feed", () => {
  it.effect("holds no words for more than two minutes, since they may be erased meanwhile", () =>
    Effect.gen(function* () {
      const said = (position: number, message: string | null): Entry => {
        const entry = ofOwner(position, "ada")
        return { ...entry, event: { ...entry.event, message } } as Entry
      }
      const { append, entries, layer } = feedOf([said(1, "Ada is ill."), said(2, "She said so.")])
      yield* Effect.gen(function* () {
        const { newest, told } = yield* openTail
        entries.splice(0, 2, said(1, null), said(2, null))
        yield* TestClock.adjust("120 seconds")
        yield* append(ofOwner(3, "ada"))
        yield* turns
        assert.strictEqual(newest(), 3)
        const heard = yield* hear(told(0, null))
        yield* turns
        const events = heard.flat()
        assert.deepStrictEqual(
          events.map((event) => [event.cursor.split(".")[0], event.type === "status" ? event.message : event.type]),
          [
            ["1", null],
            ["2", null],
            ["3", null]
          ]
        )
      }).pipe(Effect.scoped, Effect.provide(layer))
    })
  )

  it.effect("gives the same arrays of the same events to all who see the same calls", () => {
    const { append, layer } = feedOf([])
    return Effect.gen(function* () {
      const tail = yield* openTail
      const [one, other] = [yield* hear(tail.told(0, null)), yield* hear(tail.told(0, null))]
      const [ada, again] = [yield* hear(tail.told(0, "ada")), yield* hear(tail.told(0, "ada"))]
      const bob = yield* hear(tail.told(0, "bob"))
      yield* append(ofOwner(1, "ada"), ofOwner(2, "bob"), ofOwner(3, "ada"))
      yield* turns
      assert.deepStrictEqual([positions(one), positions(ada), positions(bob)], [[1, 2, 3], [1, 3], [2]])
      assert.strictEqual(one[0], other[0])
      assert.strictEqual(ada[0], again[0])
      assert.strictEqual(ada[0]?.[1], one[0]?.[2])
      assert.strictEqual(bob[0]?.[0], one[0]?.[1])
      const late = yield* hear(tail.told(1, null))
      yield* turns
      assert.deepStrictEqual(positions(late), [2, 3])
      assert.strictEqual(late[0]?.[0], one[0]?.[1])
    }).pipe(Effect.scoped, Effect.provide(layer))
  })

  it.effect("passes over what cannot be read, near and far behind, and names its call once in the log", () => {
    const lost = sampleId(9_999)
    const { append, layer } = feedOf(
      range(1, 1_500).map((n) => (n % 500 === 7 ? unreadable(n, lost) : ofOwner(n, "ada")))
    )
    const logged = new Array<string>()
    const log = Logger.layer([
      Logger.make(({ logLevel, message }) => void logged.push(`${logLevel} ${String(message)}`))
    ])
    return Effect.gen(function* () {
      const tail = yield* openTail
      const near = yield* hear(tail.told(1_500, null))
      const far = yield* hear(tail.told(0, "ada"))
      const entries = yield* hear(tail.after(0))
      yield* append(unreadable(1_501, lost))
      yield* append(ofOwner(1_502, "ada"))
      yield* turns
      assert.deepStrictEqual(positions(near), [1_502])
      assert.deepStrictEqual(
        positions(far),
        range(1, 1_502).filter((n) => n % 500 !== 7 && n !== 1_501)
      )
      assert.lengthOf(entries, 1_498)
      assert.deepStrictEqual(logged, [
        `Warn The call ${lost} cannot be read from the ledger: nobody is told of its events.`
      ])
    }).pipe(Effect.scoped, Effect.provide(Layer.merge(layer, log)))
  })

  it.effect("goes on past a part that the ledger does not hold any more", () => {
    const { append, entries, layer, read } = feedOf(range(1, 1_500).map((n) => ofOwner(n, "ada")))
    return Effect.gen(function* () {
      const tail = yield* openTail
      entries.splice(0)
      const heard = yield* hear(tail.told(0, null))
      yield* turns
      assert.deepStrictEqual(positions(heard), range(501, 1_500))
      assert.isBelow(read.length, 10)
      yield* append(...range(1_501, 2_600).map((n) => ofOwner(n, "ada")))
      yield* turns
      const again = yield* hear(tail.told(0, null))
      yield* turns
      assert.deepStrictEqual(positions(again), range(1_501, 2_600))
    }).pipe(Effect.scoped, Effect.provide(layer))
  })

  it.effect("tells a listener so whose next events were forgotten, wherever it stands, and no other", () => {
    const { append, forget, layer } = feedOf(range(1, 1_500).map((n) => ofOwner(n, "ada")))
    return Effect.gen(function* () {
      const tail = yield* openTail
      forget(101, 350)
      for (const [position, owner, last] of [
        [0, null, 100],
        [120, "ada", 120],
        [349, "bob", 349]
      ] as const) {
        const heard: Array<CallEvent> = []
        const ended = yield* tail.told(position, owner).pipe(
          Stream.runForEach((page) => Effect.sync(() => heard.push(...page))),
          Effect.flip
        )
        assert.deepInclude<object>(ended, { _tag: "CursorExpired", cursor: String(last) })
        assert.deepStrictEqual(positions([heard]), range(position + 1, last))
      }
      assert.strictEqual((yield* Effect.flip(Stream.runDrain(tail.after(349))))._tag, "CursorExpired")
      const [near, far] = [yield* hear(tail.told(1_499, null)), yield* hear(tail.told(350, null))]
      yield* append(ofOwner(1_501, "ada"))
      yield* turns
      assert.deepStrictEqual([positions(near), positions(far)], [[1_500, 1_501], range(351, 1_501)])
    }).pipe(Effect.scoped, Effect.provide(layer))
  })

  it.effect("tells on what it had read before it was forgotten", () => {
    const { forget, layer, read } = feedOf(range(1, 1_500).map((n) => ofOwner(n, "ada")))
    return Effect.gen(function* () {
      const tail = yield* openTail
      const first = yield* Stream.runHead(tail.told(0, null))
      const before = read.length
      forget(2, 60)
      const heard = yield* hear(tail.told(50, null))
      yield* turns
      assert.deepStrictEqual(positions(heard), range(51, 1_500))
      assert.strictEqual(first._tag, "Some")
      assert.isFalse(read.slice(before).includes(0), "the first page was kept")
    }).pipe(Effect.scoped, Effect.provide(layer))
  })

  it.effect("tells all so when it was itself away until events were forgotten", () => {
    const { append, entries, forget, layer } = feedOf([ofOwner(1, "ada"), ofOwner(2, "ada")])
    return Effect.gen(function* () {
      const tail = yield* openTail
      const ended = yield* Effect.forkScoped(Effect.flip(Stream.runDrain(tail.told(2, null))), {
        startImmediately: true
      })
      entries.push(...range(3, 9).map((n) => ofOwner(n, "ada")))
      forget(5, 6)
      yield* append(ofOwner(10, "ada"))
      yield* turns
      assert.deepInclude<object>(yield* Fiber.join(ended), { _tag: "CursorExpired", cursor: "2" })
      const heard = yield* hear(tail.told(6, null))
      yield* turns
      assert.deepStrictEqual(positions(heard), range(7, 10))
      assert.strictEqual((yield* Effect.flip(Stream.runDrain(tail.told(3, null))))._tag, "CursorExpired")
    }).pipe(Effect.scoped, Effect.provide(layer))
  })

  it.effect("tells so whoever begins where events were forgotten before it began itself", () => {
    const { append, forget, layer } = feedOf(range(1, 1_100).map((n) => ofOwner(n, "ada")))
    forget(200, 300)
    return Effect.gen(function* () {
      const tail = yield* openTail
      assert.strictEqual((yield* Effect.flip(Stream.runDrain(tail.told(250, null))))._tag, "CursorExpired")
      yield* append(...range(1_101, 1_250).map((n) => ofOwner(n, "ada")))
      yield* turns
      for (const position of [150, 299]) {
        assert.strictEqual((yield* Effect.flip(Stream.runDrain(tail.told(position, null))))._tag, "CursorExpired")
      }
      const heard = yield* hear(tail.told(300, null))
      yield* turns
      assert.deepStrictEqual(positions(heard), range(301, 1_250))
    }).pipe(Effect.scoped, Effect.provide(layer))
  })

  it.effect("reads the ledger once for many who come back from about the same place", () => {
    const { layer, read } = feedOf(range(1, 2_000).map((n) => ofOwner(3 * n, "ada")))
    return Effect.gen(function* () {
      const tail = yield* openTail
      const many = yield* Effect.forEach(range(0, 199), (n) => hear(tail.told(100 + n, null)))
      yield* turns
      for (const [n, heard] of many.entries()) {
        assert.deepStrictEqual(
          positions(heard),
          range(1, 2_000)
            .map((k) => 3 * k)
            .filter((position) => position > 100 + n)
        )
      }
      assert.isBelow(read.length, 40)
    }).pipe(Effect.scoped, Effect.provide(layer))
  })

  it.effect("keeps to the calls of an owner, also far behind", () => {
    const { layer } = feedOf(range(1, 1_500).map((n) => ofOwner(n, n % 300 === 0 ? "bob" : "ada")))
    return Effect.gen(function* () {
      const tail = yield* openTail
      const bob = yield* hear(tail.told(0, "bob"))
      yield* turns
      assert.deepStrictEqual(positions(bob), [300, 600, 900, 1_200, 1_500])
    }).pipe(Effect.scoped, Effect.provide(layer))
  })

  it.effect("tells nothing after 15 s without news, also while there is news of others", () => {
    const { append, layer } = feedOf([])
    return Effect.gen(function* () {
      const tail = yield* openTail
      const bob = yield* hear(tail.told(0, "bob"))
      const service = yield* hear(tail.told(0, null))
      for (const n of range(1, 14)) {
        yield* append(ofOwner(n, "ada"))
        yield* TestClock.adjust("1 second")
        yield* turns
      }
      assert.deepStrictEqual(bob, [])
      yield* TestClock.adjust("1 second")
      yield* turns
      assert.deepStrictEqual(bob, [[]])
      yield* TestClock.adjust("15 seconds")
      yield* turns
      assert.deepStrictEqual(bob, [[], []])
      assert.deepStrictEqual(service.slice(14), [[], []])
    }).pipe(Effect.scoped, Effect.provide(layer))
  })

  it.effect("wakes a few of many listeners at a time", () => {
    const { append, layer } = feedOf([])
    return Effect.gen(function* () {
      const tail = yield* openTail
      const heard: Array<unknown> = []
      yield* Effect.forEach(range(1, 2_000), () =>
        Effect.forkScoped(
          Stream.runForEach(tail.told(0, null), (page) => Effect.sync(() => heard.push(page))),
          { startImmediately: true }
        )
      )
      const seen = new Set<number>()
      yield* append(ofOwner(1, "ada"))
      while (heard.length < 2_000) {
        yield* Effect.yieldNow
        seen.add(heard.length)
      }
      assert.isAtLeast(seen.size, 3)
    }).pipe(Effect.scoped, Effect.provide(layer))
  })
})
