import { assert, describe, it } from "@effect/vitest"
import {
  type CallEvent,
  CallFeed,
  CallLedger,
  CurrentPrincipal,
  followCalls,
  type FollowCallsOptions,
  LedgerError
} from "@outbound-call/core"
import { Effect, Fiber, Latch, Stream } from "effect"
import { inWorld, ledgerWith, pass, place, type RigOptions, settle, Traffic } from "./Rig.ts"
import { sampleCall, sampleId } from "./SampleCall.ts"

const inFeed =
  (options: RigOptions = {}) =>
  <A, E, R>(test: Effect.Effect<A, E, R>) =>
    test.pipe(Effect.provide(CallFeed.layer), inWorld(options))

/** Listens in the background; `told` grows. */
const listen = Effect.fnUntraced(function* (options: FollowCallsOptions = {}) {
  const told: Array<CallEvent> = []
  const { cursor, events } = yield* followCalls(options)
  const fiber = yield* Effect.forkChild(
    Stream.runForEach(events, (event) => Effect.sync(() => told.push(event))),
    { startImmediately: true }
  )
  return { cursor, told, stop: Fiber.interrupt(fiber) }
})

const as = (owner: string) => Effect.provideService(CurrentPrincipal, { owner, scopes: ["calls:read"], key: null })

const names = (events: ReadonlyArray<CallEvent>) =>
  events.map((event): string => (event.type === "status" ? event.status : event.type))

const cursors = (events: ReadonlyArray<CallEvent>) => events.map(({ cursor }) => cursor)

/** Appends two events for each of so many calls to one number that rang nobody. */
const append = Effect.fnUntraced(function* (from: number, count: number, owner = "ada") {
  const ledger = yield* CallLedger
  for (let n = from; n < from + count; n++) {
    yield* ledger.claim(sampleCall({ id: sampleId(n), owner }), String(n), { type: "new" }, null)
    yield* ledger.record(sampleId(n), { type: "answer", answer: { type: "not-sent", message: "No connection." } })
  }
})

const countingLedger = (count: () => void) =>
  ledgerWith(({ feed }) => ({ feed: (...page) => Effect.andThen(Effect.sync(count), feed(...page)) }))

describe("the feed of all calls", () => {
  it.effect("tells each event once and at once, and follows the calls to their end", () =>
    Effect.gen(function* () {
      yield* place({ to: "+14155550100" })
      const { told } = yield* listen()
      yield* settle
      assert.deepStrictEqual(told, [])
      const call = yield* place({ to: "+14155550103" })
      yield* settle
      assert.deepStrictEqual(names(told), ["dialing", "initiated"])
      yield* pass(20)
      const ofCall = told.filter(({ callId }) => callId === call.id)
      assert.deepStrictEqual(names(ofCall).slice(-3), ["failed", "ended", "analysed"])
      assert.isAbove(told.length, ofCall.length)
    }).pipe(inFeed())
  )

  it.effect("reads nothing of the provider's and looks at no ledger when nobody listens any more", () =>
    Effect.gen(function* () {
      let looks = 0
      const counted = countingLedger(() => looks++)
      yield* Effect.gen(function* () {
        const first = yield* listen()
        const second = yield* listen()
        yield* place({ to: "+14155550114" })
        yield* first.stop
        yield* pass(10)
        assert.include(names(second.told), "in-progress")
        yield* second.stop
        const before = [(yield* Traffic).sent.length, looks]
        yield* pass(30)
        assert.deepStrictEqual([(yield* Traffic).sent.length, looks], before)
      }).pipe(inFeed({ ledger: counted }))
    })
  )

  it.effect("goes on after every one of its cursors, without a gap and without a repetition", () =>
    Effect.gen(function* () {
      const { cursor, told: all } = yield* listen()
      assert.strictEqual(cursor, "0")
      yield* append(1, 5)
      yield* settle
      assert.lengthOf(all, 10)
      for (const [index, after] of ["0", ...cursors(all)].entries()) {
        const { stop, told } = yield* listen({ after })
        yield* settle
        assert.deepStrictEqual(told, all.slice(index))
        yield* stop
      }
    }).pipe(inFeed())
  )

  it.effect("refuses a cursor whose event the ledger does not hold", () =>
    Effect.gen(function* () {
      const { told } = yield* listen()
      yield* append(1, 2)
      yield* settle
      const last = told.at(-1)?.cursor ?? ""
      const beyond = last.replace("4.", "5.")
      const other = last.replace(/.$/, "")
      for (const after of [beyond, other, "yesterday", ""]) {
        const error = yield* Effect.flip(followCalls({ after }))
        assert.deepInclude<object>(error, { _tag: "CursorExpired", cursor: after })
      }
    }).pipe(inFeed())
  )

  it.effect("tells a principal only of its own calls, and others of theirs, whoever came first", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550100" })
      const bob = yield* listen().pipe(as("bob"))
      const ada = yield* listen().pipe(as("ada"))
      const service = yield* listen()
      yield* append(2, 1, "ada")
      yield* append(3, 1, "bob")
      yield* pass(10)
      const idsTold = ({ told }: typeof ada) => [...new Set(told.map(({ callId }) => callId))]
      assert.deepStrictEqual(idsTold(bob), [sampleId(3)])
      assert.sameMembers(idsTold(ada), [sampleId(2), call.id])
      assert.sameMembers(idsTold(service), [sampleId(2), sampleId(3), call.id])
      const first = ada.told[0]?.cursor ?? ""
      const again = yield* listen({ after: first }).pipe(as("bob"))
      yield* settle
      assert.deepStrictEqual(again.told, bob.told)
    }).pipe(inFeed())
  )

  it.effect("comes to a principal's own calls past thousands of others', reading each page once", () => {
    let looks = 0
    return Effect.gen(function* () {
      yield* append(1, 700, "ada")
      yield* append(701, 1, "bob")
      yield* append(702, 700, "ada")
      const { told } = yield* listen({ after: "0" }).pipe(as("bob"))
      yield* settle
      assert.deepStrictEqual(
        told.map(({ callId }) => callId),
        [sampleId(701), sampleId(701)]
      )
      assert.isBelow(looks, 40)
    }).pipe(inFeed({ ledger: countingLedger(() => looks++) }))
  })

  it.effect("notices within a second what another process appended", () =>
    Effect.gen(function* () {
      const { told } = yield* listen()
      yield* settle
      yield* append(1, 1)
      yield* settle
      assert.deepStrictEqual(names(told), [])
      yield* pass(1)
      assert.deepStrictEqual(names(told), ["dialing", "not-placed"])
    }).pipe(inFeed({ ledger: ledgerWith(() => ({ appended: Stream.never })) }))
  )

  it.effect("lets a slow listener come at its own pace, also from far behind", () =>
    Effect.gen(function* () {
      const gate = yield* Latch.make()
      const { events } = yield* followCalls({ after: "0" })
      const told: Array<string> = []
      yield* Effect.forkChild(
        Stream.runForEach(events, ({ cursor }) =>
          Effect.andThen(
            Effect.sync(() => told.push(cursor)),
            gate.await
          )
        )
      )
      const quick = yield* listen()
      yield* append(1, 700)
      yield* settle
      assert.lengthOf(quick.told, 1_400)
      assert.lengthOf(told, 1)
      yield* gate.open
      yield* settle
      assert.deepStrictEqual(told, cursors(quick.told))
    }).pipe(inFeed())
  )

  it.effect("reads the ledger once for all who listen", () =>
    Effect.gen(function* () {
      let looks = 0
      const counted = countingLedger(() => looks++)
      yield* Effect.gen(function* () {
        const listeners = yield* Effect.forEach(Array.from({ length: 50 }), () => listen())
        yield* settle
        const before = looks
        yield* append(1, 1)
        yield* settle
        for (const { told } of listeners) assert.lengthOf(told, 2)
        assert.isAtMost(looks - before, 2)
      }).pipe(inFeed({ ledger: counted }))
    })
  )

  it.effect("goes on when the ledger could not be read for a while", () =>
    Effect.gen(function* () {
      let isBroken = false
      const broken = new LedgerError({ operation: "feed", phoneMayHaveRung: false, cause: "the disk is away" })
      const flaky = ledgerWith(({ feed }) => ({
        feed: (...page) => Effect.suspend(() => (isBroken ? Effect.fail(broken) : feed(...page)))
      }))
      yield* Effect.gen(function* () {
        const { told } = yield* listen()
        isBroken = true
        yield* append(1, 1)
        yield* pass(2)
        isBroken = false
        yield* pass(1)
        assert.deepStrictEqual(names(told), ["dialing", "not-placed"])
      }).pipe(inFeed({ ledger: flaky }))
    })
  )
})
