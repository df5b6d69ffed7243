import { assert, describe, it } from "@effect/vitest"
import { Clock, DateTime, Effect, Exit, Fiber, Layer, Scope } from "effect"
import { TestClock } from "effect/testing"
import {
  builtInProfiles,
  type Call,
  type NumberedCall,
  DialTransport,
  LedgerError,
  listCalls,
  PhoneNumber,
  placeCall,
  suppressNumbers
} from "@outbound-call/core"
import * as HttpDialTransport from "@outbound-call/core/elevenlabs/HttpDialTransport"
import { Emulator } from "@outbound-call/emulator"
import { inWorld, ledgerWith, pass, place, posts, request, rings, settle, world } from "./Rig.ts"

const ledgerFailure = (operation: string) =>
  new LedgerError({ operation, phoneMayHaveRung: operation === "record", cause: new Error("disk full") })

/** What the gate sees of the claim when it looks for the last time. */
const gateSees = (change: (call: Call, now: DateTime.Utc) => Partial<Call>) =>
  ledgerWith((inner) => ({
    lastLook: Effect.fnUntraced(function* (claimed: NumberedCall) {
      const { call, ...look } = yield* inner.lastLook(claimed)
      return { ...look, call: { ...call, ...change(call, yield* DateTime.now) } }
    })
  }))

/** A connection that stands only after `meanwhile`. */
const connecting = (meanwhile: Effect.Effect<void>) =>
  Layer.effect(
    DialTransport,
    Effect.map(DialTransport, (inner) =>
      DialTransport.of({ send: (dial, gate) => Effect.andThen(meanwhile, inner.send(dial, gate)) })
    )
  ).pipe(Layer.provide(HttpDialTransport.layer))

const slow = (seconds: number) => connecting(TestClock.adjust(`${seconds} seconds`))

const isNotSent = Effect.gen(function* () {
  const call = yield* place()
  assert.strictEqual(call.status, "not-placed")
  assert.strictEqual(call.problem?.code, "not-sent")
  assert.strictEqual(yield* posts, 0)
  assert.strictEqual(yield* rings, 0)
})

const isSent = Effect.gen(function* () {
  assert.strictEqual((yield* place()).status, "initiated")
  assert.strictEqual(yield* rings, 1)
})

describe("the last look before the dial", () => {
  it.effect("does not dial a call that somebody settled meanwhile", () =>
    isNotSent.pipe(inWorld({ ledger: gateSees(() => ({ status: "unknown" })) }))
  )

  it.effect("does not dial for a claim that was taken over", () =>
    isNotSent.pipe(inWorld({ ledger: gateSees((call) => ({ epoch: call.epoch + 1 })) }))
  )

  it.effect("does not dial when the claim cannot be read", () =>
    isNotSent.pipe(inWorld({ ledger: ledgerWith(() => ({ lastLook: () => Effect.fail(ledgerFailure("look")) })) }))
  )

  it.effect("does not dial for a claim older than 5 s", () => isNotSent.pipe(inWorld({ transport: slow(5.001) })))

  it.effect("dials for a claim of 5 s", () => isSent.pipe(inWorld({ transport: slow(5) })))

  it.effect("does not dial when the wall clock alone says that the claim is old", () =>
    isNotSent.pipe(inWorld({ ledger: gateSees((_, now) => ({ createdAt: DateTime.subtract(now, { seconds: 6 }) })) }))
  )

  it.effect("does not dial when the wall clock was set back while it connected", () =>
    isNotSent.pipe(
      inWorld({
        transport: connecting(
          Effect.gen(function* () {
            const before = yield* Clock.currentTimeMillis
            yield* TestClock.adjust("1 minute")
            yield* TestClock.setTime(before + 1000)
          })
        )
      })
    )
  )

  it.effect("does not dial when the wall clock was set back behind the claim", () =>
    isNotSent.pipe(inWorld({ ledger: gateSees((_, now) => ({ createdAt: DateTime.add(now, { seconds: 6 }) })) }))
  )
})

/** Places a call, and puts a number on the do-not-call list after the claim and before the first byte. */
const suppressedMeanwhile = Effect.fnUntraced(function* (to: string, listed: string) {
  const placing = yield* Effect.forkChild(place({ to }))
  yield* settle
  assert.strictEqual((yield* listCalls()).calls[0]?.status, "dialing")
  yield* suppressNumbers([{ number: PhoneNumber.make(listed), source: "a letter" }], "bob")
  yield* pass(3)
  return yield* Fiber.join(placing)
})

const whileConnecting = (kind: "elevenlabs" | "emulator") =>
  inWorld({
    kind,
    settings: { purpose: "requested", profile: { ...builtInProfiles.rig, name: "free" } },
    transport: connecting(Effect.sleep("3 seconds"))
  })

/** A database whose clock goes on by so much between the claim and the last look, as where this machine was suspended. */
const databaseGoesOn = (millis: number) =>
  ledgerWith((inner) => ({
    claim: (...asked) =>
      Effect.map(inner.claim(...asked), (claim) => (claim.type === "claimed" ? { ...claim, ledgerAt: 7 } : claim)),
    lastLook: (call) => Effect.map(inner.lastLook(call), (look) => ({ ...look, ledgerAt: 7 + millis }))
  }))

describe("the last look at a claim in a database with a clock of its own", () => {
  it.effect.each([5_001, -5_001])("does not dial when %d ms passed there", (millis) =>
    isNotSent.pipe(inWorld({ ledger: databaseGoesOn(millis) }))
  )

  it.effect("dials when 5 s passed there", () => isSent.pipe(inWorld({ ledger: databaseGoesOn(5_000) })))
})

describe("a number that is put on the do-not-call list after the claim", () => {
  it.effect.each([
    ["+14155550100", "+14155550100"],
    ["+5491123456789", "+541123456789"]
  ] as const)("is not dialled: %s, listed as %s", ([to, listed]) =>
    Effect.gen(function* () {
      const call = yield* suppressedMeanwhile(to, listed)
      assert.strictEqual(call.status, "not-placed")
      assert.strictEqual(call.problem?.message, "The request was not sent: its number was put on the do-not-call list.")
      assert.strictEqual(yield* posts, 0)
      assert.deepInclude(yield* Effect.flip(placeCall(request({ to }))), { code: "suppression" })
    }).pipe(whileConnecting("elevenlabs"))
  )

  it.effect("is dialled when another number was", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* suppressedMeanwhile("+14155550100", "+14155550101")).status, "initiated")
      assert.strictEqual(yield* rings, 1)
    }).pipe(whileConnecting("elevenlabs"))
  )

  it.effect("is dialled in simulation, where the list is told and refuses nothing", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* suppressedMeanwhile("+14155550100", "+14155550100")).status, "initiated")
    }).pipe(whileConnecting("emulator"))
  )
})

describe("a ledger that fails", () => {
  it.effect("at the claim: nothing is sent", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(placeCall(request()))
      assert.strictEqual(error._tag, "LedgerError")
      assert.include(error.message, "No phone rang")
      assert.strictEqual(yield* posts, 0)
      assert.strictEqual(yield* rings, 0)
    }).pipe(inWorld({ ledger: ledgerWith(() => ({ claim: () => Effect.fail(ledgerFailure("claim")) })) }))
  )

  it.effect("at the answer: says that a phone may have rung, after trying again", () =>
    Effect.gen(function* () {
      const placing = yield* Effect.forkChild(Effect.flip(placeCall(request())))
      yield* pass(5)
      const error = yield* Fiber.join(placing)
      assert.deepInclude<object>(error, { _tag: "LedgerError", phoneMayHaveRung: true })
      assert.include(error.message, "A phone may have rung")
      assert.strictEqual(yield* posts, 1)
      assert.strictEqual(yield* rings, 1)
    }).pipe(inWorld({ ledger: ledgerWith(() => ({ record: () => Effect.fail(ledgerFailure("record")) })) }))
  )

  it.effect("at the answer for a moment: the answer is recorded all the same", () => {
    let failures = 2
    const ledger = ledgerWith((inner) => ({
      record: (id, news) =>
        Effect.suspend(() => (failures-- > 0 ? Effect.fail(ledgerFailure("record")) : inner.record(id, news)))
    }))
    return Effect.gen(function* () {
      const placing = yield* Effect.forkChild(place())
      yield* pass(2)
      assert.strictEqual((yield* Fiber.join(placing)).status, "initiated")
      assert.strictEqual(yield* rings, 1)
    }).pipe(inWorld({ ledger }))
  })

  it.effect("that lost the record: says that a phone may have rung", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(placeCall(request()))
      assert.deepInclude<object>(error, { _tag: "LedgerError", phoneMayHaveRung: true })
    }).pipe(
      inWorld({
        ledger: ledgerWith((inner) => ({ record: () => Effect.flatMap(inner.find("conv_none"), Effect.succeed) }))
      })
    )
  )
})

describe("closing the service", () => {
  it.effect("waits for a dial under way and keeps its answer", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const services = yield* Layer.buildWithScope(world(), scope)
      yield* Effect.gen(function* () {
        yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "delay", delayMs: 3000 })
        const placing = yield* Effect.forkChild(place())
        yield* settle
        yield* Fiber.interrupt(placing)
        const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void))
        yield* pass(2)
        assert.isUndefined(closing.pollUnsafe())
        yield* pass(2)
        assert.isDefined(closing.pollUnsafe())
        assert.strictEqual((yield* listCalls()).calls[0]?.status, "initiated")
      }).pipe(Effect.provideContext(services))
    })
  )

  it.effect("dials a call that was claimed when its caller went away and the service was closed at once", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const slowly = ledgerWith((inner) => ({ claim: (...wish) => Effect.delay(inner.claim(...wish), "1 second") }))
      const services = yield* Layer.buildWithScope(world({ ledger: slowly }), scope)
      yield* Effect.gen(function* () {
        const placing = yield* Effect.forkChild(place())
        yield* settle
        yield* Effect.forkChild(Effect.andThen(Fiber.interrupt(placing), Scope.close(scope, Exit.void)))
        yield* pass(2)
        assert.strictEqual((yield* listCalls()).calls[0]?.status, "initiated")
        assert.strictEqual(yield* rings, 1)
      }).pipe(Effect.provideContext(services))
    })
  )
})
