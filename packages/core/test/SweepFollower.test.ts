import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Latch, Layer, Result, Stream } from "effect"
import { HttpClient } from "effect/http"
import { Emulator } from "@outbound-call/emulator"
import { CallFollower, CallLedger, followCall, LedgerError, readPhoneNumber, RecoveryLoop } from "@outbound-call/core"
import { inWorld, ledgerWith, pass, place, provider, type Sent, settle, Traffic } from "./Rig.ts"

const conversationReads = Effect.map(Traffic, ({ sent }) =>
  sent
    .filter(({ method, path }) => method === "GET" && path.startsWith("/v1/convai/conversations/"))
    .map(({ at }) => at)
)

const listReads = Effect.map(Traffic, ({ sent }) =>
  sent.filter(({ path }) => path === "/v1/convai/conversations").map(({ at }) => at)
)

const watchInBackground = (id: string) => Effect.forkChild(Stream.runCollect(followCall(id)))

const isIdle = Effect.gen(function* () {
  const before = (yield* Traffic).sent.length
  yield* pass(200)
  assert.strictEqual((yield* Traffic).sent.length, before, "something is still sent")
})

const isOfConversations = ({ path }: Sent) => path.startsWith("/v1/convai/conversations")

/** A hundred numbers that one person of the emulator answers. */
const callable = (digits: string) =>
  Array.from({ length: 700 }, (_, n) => `+1${201 + n}555${digits}`)
    .filter((number) => Result.isSuccess(readPhoneNumber(number)))
    .slice(0, 100)

/** The provider, whose lists take three seconds. */
const slowLists = Layer.effect(
  HttpClient.HttpClient,
  Effect.map(HttpClient.HttpClient, (client) =>
    HttpClient.make((request, url) =>
      Effect.delay(client.execute(request), url.pathname === "/v1/convai/conversations" ? "3 seconds" : 0)
    )
  )
).pipe(Layer.provideMerge(provider))

const failure = new LedgerError({ operation: "record", phoneMayHaveRung: false, cause: "the disk" })

describe("SweepFollower", () => {
  it.effect("looks at once, and then at each interval until the call is over", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550103" })
      const watching = yield* watchInBackground(call.id)
      yield* pass(20)
      yield* Fiber.join(watching)
      assert.deepStrictEqual(yield* conversationReads, [0, 3, 6])
      yield* isIdle
    }).pipe(inWorld())
  )

  it.effect("shares its looks among all watchers of a call", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550103" })
      const watching = yield* Effect.forEach([1, 2, 3], () => watchInBackground(call.id))
      yield* pass(20)
      const told = yield* Effect.forEach(watching, (fiber) => Fiber.join(fiber))
      for (const events of told) assert.strictEqual(events.length, 5)
      assert.deepStrictEqual(yield* conversationReads, [0, 3, 6])
      yield* isIdle
    }).pipe(inWorld())
  )

  it.effect("keeps for a slow watcher the newest look and no other, and loses no event by it", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550100" })
      const gate = yield* Latch.make()
      let looks = 0
      const slow = yield* (yield* CallFollower).watch(call.id).pipe(
        Stream.runForEach(() =>
          Effect.andThen(
            Effect.sync(() => looks++),
            gate.await
          )
        ),
        Effect.forkChild
      )
      const told: Array<string> = []
      const reader = yield* followCall(call.id).pipe(
        Stream.runForEach(({ cursor }) =>
          Effect.andThen(
            Effect.sync(() => told.push(cursor)),
            gate.await
          )
        ),
        Effect.forkChild
      )
      yield* pass(60)
      yield* gate.open
      yield* Fiber.join(slow)
      yield* Fiber.join(reader)
      assert.isAtMost(looks, 3)
      assert.deepStrictEqual(
        told,
        (yield* Stream.runCollect(followCall(call.id))).map(({ cursor }) => cursor)
      )
    }).pipe(inWorld())
  )

  it.effect("tells who joins later at once", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550114" })
      const first = yield* watchInBackground(call.id)
      yield* pass(10)
      const second = yield* Effect.forkChild(Stream.runCollect(Stream.take(followCall(call.id), 3)))
      yield* settle
      assert.deepStrictEqual(
        (yield* Fiber.join(second)).map(({ type }) => type),
        ["status", "status", "status"]
      )
      yield* Fiber.interrupt(first)
    }).pipe(inWorld())
  )

  it.effect("forgets a call when its last watcher leaves", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550107" })
      const first = yield* watchInBackground(call.id)
      const second = yield* watchInBackground(call.id)
      yield* pass(10)
      yield* Fiber.interrupt(first)
      const before = (yield* conversationReads).length
      yield* pass(10)
      assert.isAbove((yield* conversationReads).length, before)
      yield* Fiber.interrupt(second)
      yield* isIdle
    }).pipe(inWorld())
  )

  it.effect("forgets a call whose last watcher leaves in the middle of a look", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550107" })
      yield* (yield* Emulator).fault({ target: "conversation", kind: "delay", delayMs: 5000 })
      const watching = yield* watchInBackground(call.id)
      yield* pass(1)
      yield* Fiber.interrupt(watching)
      yield* pass(5)
      yield* isIdle
    }).pipe(inWorld())
  )

  it.effect("follows a hundred calls, and then none", () =>
    Effect.gen(function* () {
      const numbers = callable("0103")
      assert.strictEqual(numbers.length, 100)
      const calls = yield* Effect.forEach(numbers, (to) => place({ to }))
      const watching = yield* Effect.forEach(calls, ({ id }) => watchInBackground(id))
      yield* pass(15)
      for (const fiber of watching) assert.strictEqual((yield* Fiber.join(fiber)).at(-1)?.type, "analysed")
      // Those that were the only ones, or of a few, when they began; then one each, at its end.
      assert.strictEqual((yield* conversationReads).length, 8 + 100)
      assert.deepStrictEqual(yield* listReads, [3, 7.2])
      yield* isIdle
    }).pipe(inWorld())
  )

  it.effect("tells the turns of a few calls as they are spoken, and those of many at their end", () =>
    Effect.gen(function* () {
      const numbers = callable("0100")
      for (const [count, expected] of [
        [8, 4],
        [9, 0]
      ] as const) {
        const calls = yield* Effect.forEach(numbers.splice(0, count), (to) => place({ to }))
        const told: Array<string> = []
        const hear = (id: string) =>
          Stream.runForEach(followCall(id), ({ type }) => Effect.sync(() => void told.push(type)))
        const listening = yield* Effect.forEach(calls, ({ id }) => Effect.forkChild(hear(id)))
        yield* pass(22)
        assert.strictEqual(told.filter((type) => type === "turn").length, expected * count, `${count} calls`)
        yield* pass(40)
        for (const fiber of listening) yield* Fiber.join(fiber)
        assert.strictEqual(told.filter((type) => type === "turn").length, 7 * count)
      }
      yield* isIdle
    }).pipe(inWorld())
  )

  it.effect("picks up every live call of the ledger with a request for a hundred of them", () =>
    Effect.gen(function* () {
      yield* Effect.forEach([...callable("0102"), ...callable("0107")].slice(0, 150), (to) => place({ to }))
      yield* pass(10)
      assert.strictEqual((yield* Traffic).sent.filter(isOfConversations).length, 0)
      yield* RecoveryLoop.start()
      yield* settle
      const asked = (yield* Traffic).sent.filter(isOfConversations)
      assert.deepStrictEqual(
        asked.map(({ path }) => path),
        ["/v1/convai/conversations", "/v1/convai/conversations"]
      )
      yield* pass(100)
      const { calls } = yield* (yield* CallLedger).list({ status: ["failed"], limit: 100 })
      assert.isAbove(calls.length, 90)
    }).pipe(Effect.scoped, inWorld())
  )

  it.effect("reads no call that is seconds old while the first sweep after a start is under way", () =>
    Effect.gen(function* () {
      yield* Effect.forEach([...callable("0102"), ...callable("0107")].slice(0, 150), (to) => place({ to }))
      yield* pass(3)
      yield* RecoveryLoop.start()
      yield* pass(6)
      const asked = (yield* Traffic).sent.filter(isOfConversations)
      assert.deepStrictEqual(
        asked.map(({ path }) => path),
        ["/v1/convai/conversations", "/v1/convai/conversations"]
      )
    }).pipe(Effect.scoped, inWorld({ network: slowLists }))
  )

  it.effect("asks nothing before the time that the provider names", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "conversation", kind: "rate-limited", retryAfterSeconds: 20 })
      const call = yield* place({ to: "+14155550101" })
      const watching = yield* watchInBackground(call.id)
      yield* pass(30)
      assert.deepStrictEqual(yield* conversationReads, [0, 20])
      yield* Fiber.join(watching)
    }).pipe(inWorld())
  )

  it.effect("asks nothing before a time that is far away", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "conversation", kind: "rate-limited", retryAfterSeconds: 100 })
      const call = yield* place({ to: "+14155550101" })
      const watching = yield* watchInBackground(call.id)
      yield* pass(110)
      assert.deepStrictEqual(yield* conversationReads, [0, 100])
      yield* Fiber.join(watching)
    }).pipe(inWorld())
  )

  it.effect("asks again after five minutes where the provider names a day", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "conversation", kind: "rate-limited", retryAfterSeconds: 86_400 })
      const call = yield* place({ to: "+14155550101" })
      const watching = yield* watchInBackground(call.id)
      yield* pass(310)
      assert.deepStrictEqual(yield* conversationReads, [0, 300])
      yield* Fiber.join(watching)
    }).pipe(inWorld())
  )

  it.effect("survives a provider that is down for minutes, with growing gaps", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "conversation", kind: "html", status: 503, times: 18 })
      const call = yield* place({ to: "+14155550101" })
      const watching = yield* watchInBackground(call.id)
      yield* pass(300)
      assert.strictEqual((yield* Fiber.join(watching)).at(-1)?.type, "analysed")
      const looks = (yield* conversationReads).filter((at, index, all) => index === 0 || at - (all[index - 1] ?? 0) > 2)
      const gaps = looks.slice(1).map((at, index) => at - (looks[index] ?? 0))
      assert.deepStrictEqual(
        gaps,
        gaps.toSorted((a, b) => a - b),
        "the gaps grow"
      )
      assert.isAtMost(Math.max(...gaps), 62)
      yield* isIdle
    }).pipe(inWorld())
  )

  it.effect("survives a connection that drops and an answer that is cut off", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "conversation", kind: "drop", times: 4 })
      yield* emulator.fault({ target: "conversation", kind: "truncate", times: 2 })
      const call = yield* place({ to: "+14155550101" })
      const watching = yield* watchInBackground(call.id)
      yield* pass(60)
      assert.strictEqual((yield* Fiber.join(watching)).at(-1)?.type, "analysed")
    }).pipe(inWorld())
  )

  it.effect("ends every watch of a call when the key is refused", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550107" })
      const watching = yield* Effect.forEach([1, 2], () =>
        Effect.forkChild(Effect.flip(Stream.runDrain(followCall(call.id))))
      )
      yield* pass(4)
      yield* (yield* Emulator).fault({ target: "conversation", kind: "status", status: 401 })
      yield* pass(4)
      for (const fiber of watching) {
        assert.deepInclude<object>(yield* Fiber.join(fiber), { _tag: "ProviderError", reason: "unauthorized" })
      }
      yield* isIdle
    }).pipe(inWorld())
  )

  it.effect("shows a call that is over once", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550101" })
      yield* pass(10)
      const follower = yield* CallFollower
      assert.strictEqual((yield* Stream.runCollect(follower.watch(call.id))).length, 1)
      yield* isIdle
    }).pipe(inWorld())
  )

  for (const [errors, ends] of [
    [3, false],
    [4, true]
  ] as const) {
    let left = 0
    it.effect(`${ends ? "ends" : "goes on with"} a watch when the ledger failed ${errors} times in a row`, () =>
      Effect.gen(function* () {
        const call = yield* place({ to: "+14155550101" })
        left = errors
        const watch = Stream.runDrain((yield* CallFollower).watch(call.id))
        const watching = yield* Effect.forkChild(Effect.exit(watch))
        yield* pass(60)
        assert.strictEqual((yield* Fiber.join(watching))._tag, ends ? "Failure" : "Success")
      }).pipe(
        inWorld({
          ledger: ledgerWith(({ record }) => ({
            record: (id, news) => (left-- > 0 ? Effect.fail(failure) : record(id, news))
          }))
        })
      )
    )
  }

  let badWrites = 0
  it.effect("keeps a call that is held for as long as the ledger fails", () =>
    Effect.gen(function* () {
      const ledger = yield* CallLedger
      const call = yield* place({ to: "+14155550101" })
      const holding = yield* (yield* CallFollower).hold({ isAwaited: true })
      badWrites = 6
      yield* holding.add(yield* ledger.liveCalls(null, 10))
      yield* holding.sweep
      yield* pass(200)
      assert.isBelow(badWrites, 0)
      assert.isNotNull((yield* ledger.find(call.id)).analysedAt)
    }).pipe(
      Effect.scoped,
      inWorld({
        ledger: ledgerWith(({ record }) => ({
          record: (id, news) => (badWrites-- > 0 ? Effect.fail(failure) : record(id, news))
        }))
      })
    )
  )

  it.effect("does not let the list undo the gaps of a read that fails", () =>
    Effect.gen(function* () {
      const calls = yield* Effect.forEach(["+14155550100", "+14155550107"], (to) => place({ to }))
      yield* (yield* Emulator).fault({ target: "conversation", kind: "status", status: 503, times: 1000 })
      const watching = yield* Effect.forEach(calls, ({ id }) => watchInBackground(id))
      yield* pass(60)
      const looks = (yield* conversationReads).length / 3 / calls.length
      assert.isAtMost(looks, 6)
      yield* Fiber.interruptAll(watching)
    }).pipe(inWorld())
  )

  let lostRows = 0
  it.effect("records the word of a row again that could not be recorded", () =>
    Effect.gen(function* () {
      const ledger = yield* CallLedger
      const calls = yield* Effect.forEach(callable("0100").slice(0, 2), (to) => place({ to }))
      yield* (yield* Emulator).fault({ target: "conversation", kind: "status", status: 503, times: 1000 })
      lostRows = 2
      const holding = yield* (yield* CallFollower).hold({ isAwaited: true })
      yield* pass(8)
      yield* holding.add(yield* ledger.liveCalls(null, 10))
      yield* holding.sweep
      yield* pass(12)
      for (const { id } of calls) assert.strictEqual((yield* ledger.find(id)).status, "in-progress")
      assert.isBelow(lostRows, 0)
    }).pipe(
      Effect.scoped,
      inWorld({
        ledger: ledgerWith(({ record }) => ({
          record: (id, news) => (lostRows-- > 0 ? Effect.fail(failure) : record(id, news))
        }))
      })
    )
  )

  it.effect("sweeps no more often for many who hold the same calls, and at once for a new one", () =>
    Effect.gen(function* () {
      const ledger = yield* CallLedger
      const follower = yield* CallFollower
      const holdAll = Effect.gen(function* () {
        const holding = yield* follower.hold({ isAwaited: false })
        yield* holding.add(yield* ledger.liveCalls(null, 10))
        yield* holding.sweep
      })
      yield* Effect.forEach(callable("0107").slice(0, 2), (to) => place({ to }))
      for (let n = 0; n < 20; n++) {
        yield* holdAll
        yield* pass(0.5)
      }
      assert.deepStrictEqual(yield* listReads, [0, 4.2, 8.4])
      yield* place({ to: "+14155550107" })
      yield* holdAll
      yield* settle
      assert.deepStrictEqual(yield* listReads, [0, 4.2, 8.4, 10])
    }).pipe(Effect.scoped, inWorld())
  )
})
