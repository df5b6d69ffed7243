import { assert, describe, it } from "@effect/vitest"
import { CallLedger, type FeedEntry, type UnreadableEntry } from "@outbound-call/core"
import { feedCursor, readFeedCursor } from "@outbound-call/core/Cursor"
import { Effect, Fiber, type Layer, Stream } from "effect"
import { LedgerDatabase } from "../src/LedgerDatabase.ts"
import { claim, end, record } from "./LedgerDeeds.ts"
import { callOf, conversation, dialled, idOf, lost, rejected } from "./LedgerCall.ts"

const feed = Effect.fnUntraced(function* (after: number | null, limit = 100) {
  return yield* (yield* CallLedger).feed(after, limit)
})

type Entry = FeedEntry | UnreadableEntry

const shown = (entry: Entry) => {
  const id = entry.call === null ? `unreadable ${entry.callId}` : entry.call.id
  return `${id.slice(-1)} ${entry.event.seq} ${entry.event.type} ${entry.event.status}`
}

/** Four calls whose events interleave. */
const four = Effect.gen(function* () {
  yield* claim(callOf(1))
  yield* claim(callOf(2))
  yield* record(1, dialled(1))
  yield* record(2, rejected)
  yield* claim(callOf(3))
  yield* record(1, conversation(1, "done"))
  yield* record(3, lost)
})

/** What every ledger promises about the feed of all calls. */
export const feedContract = <E>(name: string, layer: Layer.Layer<CallLedger, E>): void => {
  const promises = (promise: string, test: Effect.Effect<void, unknown, CallLedger>) =>
    it.live(`${promise} (${name})`, () => Effect.provide(test, layer))

  describe("the feed", () => {
    promises(
      "holds the events of all calls in the order of their commits, with the calls as they are now",
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* feed(0), [])
        assert.deepStrictEqual(yield* feed(null), [])
        yield* four
        const entries = yield* feed(0)
        assert.deepStrictEqual(entries.map(shown), [
          "1 1 status dialing",
          "2 1 status dialing",
          "1 2 status initiated",
          "2 2 status failed",
          "3 1 status dialing",
          "1 3 status done",
          "1 4 ended done",
          "1 5 analysed done",
          "3 2 status unknown"
        ])
        assert.deepStrictEqual(
          entries.map(({ call }) => call?.status),
          ["done", "failed", "done", "failed", "unknown", "done", "done", "done", "unknown"]
        )
        const ledger = yield* CallLedger
        const ofFirst = entries.filter(({ call }) => call?.id === idOf(1)).map(({ event }) => event)
        assert.deepStrictEqual(ofFirst, yield* ledger.events(idOf(1), 0))
      })
    )

    promises(
      "is read in pages from any position, and from its end",
      Effect.gen(function* () {
        yield* four
        const all = yield* feed(0)
        const positions = all.map(({ position }) => position)
        assert.deepStrictEqual(
          positions,
          positions.toSorted((a, b) => a - b)
        )
        for (const [index, position] of [0, ...positions].entries()) {
          assert.deepStrictEqual(yield* feed(position), all.slice(index))
          assert.deepStrictEqual(yield* feed(position, 2), all.slice(index, index + 2))
        }
        assert.deepStrictEqual(yield* feed(null, 4), all.slice(-4))
        assert.deepStrictEqual(yield* feed((positions.at(-1) ?? 0) + 1), [])
      })
    )

    promises(
      "loses and repeats nothing for a reader while many write",
      Effect.gen(function* () {
        const seen: Array<Entry> = []
        const reading = yield* Effect.forkChild(
          Effect.whileLoop({
            while: () => seen.length < 250,
            body: () => Effect.andThen(Effect.yieldNow, feed(seen.at(-1)?.position ?? 0, 7)),
            step: (page) => void seen.push(...page)
          })
        )
        const calls = Array.from({ length: 50 }, (_, n) => n)
        yield* Effect.forEach(calls, (n) => Effect.andThen(claim(callOf(n)), end(n)), { concurrency: 10 })
        yield* Fiber.join(reading)
        assert.deepStrictEqual(seen.map(shown), (yield* feed(0, 1000)).map(shown))
        assert.strictEqual(new Set(seen.map(({ position }) => position)).size, 250)
      })
    )

    promises(
      "rings when something was appended, and not when news changed nothing",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        let rung = 0
        const listening = yield* ledger.appended.pipe(
          Stream.runForEach(() => Effect.sync(() => void rung++)),
          Effect.forkChild({ startImmediately: true })
        )
        const after = Effect.fnUntraced(function* (deed: Effect.Effect<unknown, unknown, CallLedger>) {
          const before = rung
          yield* deed
          for (let turn = 0; turn < 10; turn++) yield* Effect.yieldNow
          return rung - before
        })
        assert.strictEqual(yield* after(claim(callOf(1))), 1)
        assert.strictEqual(yield* after(record(1, dialled(1))), 1)
        assert.strictEqual(yield* after(record(1, dialled(1))), 0)
        assert.strictEqual(yield* after(claim(callOf(2, { to: callOf(1).to }))), 0)
        yield* Fiber.interrupt(listening)
      })
    )

    promises(
      "belongs to a ledger that is ready, again and again",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        yield* ledger.ready
        yield* ledger.ready
      })
    )
  })
}

/** What a ledger on a database promises besides. */
export const unreadableContract = <E>(name: string, layer: Layer.Layer<CallLedger | LedgerDatabase, E>): void => {
  it.live(`the feed holds an event whose call cannot be read, and every other one (${name})`, () =>
    Effect.gen(function* () {
      yield* four
      const whole = yield* feed(0)
      const sql = yield* LedgerDatabase
      yield* sql`UPDATE calls SET call = 'no JSON' WHERE id = ${idOf(3)}`
      const entries = yield* feed(0)
      assert.deepStrictEqual(entries.map(shown), whole.map(shown))
      assert.deepStrictEqual(
        entries.flatMap((entry) => (entry.call === null ? [entry.callId] : [])),
        [idOf(3), idOf(3)]
      )
      const [newest] = yield* feed(null, 1)
      assert.isNull(newest?.call)
      assert.strictEqual(yield* readFeedCursor(feedCursor(newest)), newest?.position)
    }).pipe(Effect.provide(layer))
  )
}
