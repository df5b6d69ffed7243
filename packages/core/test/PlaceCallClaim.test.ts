import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { Emulator } from "@outbound-call/emulator"
import { CallLedger, type CallRequest, listCalls, PhoneNumberId, placeCall } from "@outbound-call/core"
import { inWorld, pass, place, posts, request, rings, settle } from "./Rig.ts"

const key = { type: "given", key: "order-7" } as const
const withinTenMinutes = { type: "same-request", withinMillis: 600_000 } as const

const refusal = Effect.fnUntraced(function* (change: Partial<CallRequest> = {}) {
  const error = yield* Effect.flip(placeCall(request(change)))
  return error._tag === "CallRefused" ? error : assert.fail(`not refused: ${error.message}`)
})

describe("one key, one call", () => {
  it.effect("gives the same call while its dial is under way, and rings once", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "delay", delayMs: 5000 })
      const first = yield* Effect.forkChild(placeCall(request(), key))
      yield* settle
      const second = yield* placeCall(request(), key)
      assert.isTrue(second.replayed)
      assert.strictEqual(second.call.status, "dialing")
      yield* pass(6)
      assert.strictEqual((yield* Fiber.join(first)).call.id, second.call.id)
      assert.strictEqual(yield* rings, 1)
      assert.strictEqual(yield* posts, 1)
    }).pipe(inWorld())
  )

  it.effect("gives the same call to a hundred at once, and rings once", () =>
    Effect.gen(function* () {
      const placed = yield* Effect.all(
        Array.from({ length: 100 }, () => placeCall(request(), key)),
        { concurrency: "unbounded" }
      )
      assert.strictEqual(new Set(placed.map(({ call }) => call.id)).size, 1)
      assert.strictEqual(placed.filter(({ replayed }) => !replayed).length, 1)
      assert.strictEqual(yield* rings, 1)
    }).pipe(inWorld())
  )

  it.effect("gives the same call after its end, and after one of unknown fate", () =>
    Effect.gen(function* () {
      const first = yield* place({}, key)
      yield* pass(60)
      assert.strictEqual((yield* place({}, key)).id, first.id)
      yield* (yield* Emulator).fault({ target: "dial", when: "before", kind: "drop" })
      const other = { type: "given", key: "order-8" } as const
      const lost = yield* place({ to: "+14155550101" }, other)
      assert.strictEqual((yield* place({ to: "+14155550101" }, other)).id, lost.id)
      assert.strictEqual(yield* posts, 2)
    }).pipe(inWorld())
  )

  it.effect("refuses the key for anything that differs in what is dialled", () =>
    Effect.gen(function* () {
      const first = yield* place({}, key)
      const others: ReadonlyArray<Partial<CallRequest>> = [
        { to: "+14155550101" },
        { variables: { customer_name: "Bob" } },
        { variables: { customer_name: "Ada", more: 1 } },
        { overrides: { firstMessage: "Hi" } },
        { phoneNumberId: PhoneNumberId.make("phnum_exotel") },
        { purpose: "requested" },
        { ringingTimeoutSeconds: 20 },
        { userId: "someone" }
      ]
      for (const other of others) {
        const error = yield* Effect.flip(placeCall(request(other), key))
        assert.strictEqual(error._tag, "IdempotencyMismatch", JSON.stringify(other))
        assert.include(error.message, first.id)
      }
      assert.strictEqual(yield* posts, 1)
    }).pipe(inWorld())
  )

  it.effect("takes the number for the same however it is written, and variables in any order", () =>
    Effect.gen(function* () {
      const first = yield* place({ variables: { customer_name: "Ada", a: 1 } }, key)
      const again = yield* place({ to: "1 (415) 555-0100", variables: { a: 1, customer_name: "Ada" } }, key)
      assert.strictEqual(again.id, first.id)
    }).pipe(inWorld())
  )

  it.effect("takes the same request for the same call, for its span only", () =>
    Effect.gen(function* () {
      const first = yield* place({}, withinTenMinutes)
      yield* pass(60)
      assert.strictEqual((yield* place({}, withinTenMinutes)).id, first.id)
      assert.notStrictEqual((yield* place({ variables: { customer_name: "Bob" } }, withinTenMinutes)).id, first.id)
      yield* pass(600)
      assert.notStrictEqual((yield* place({}, withinTenMinutes)).id, first.id)
      assert.strictEqual(yield* rings, 3)
    }).pipe(inWorld())
  )
})

describe("one number, one live call", () => {
  it.effect("refuses a second call while the first is live, and names it", () =>
    Effect.gen(function* () {
      const first = yield* place()
      for (const change of [{}, { variables: { customer_name: "Bob" } }]) {
        const error = yield* refusal(change)
        assert.deepInclude<object>(error, { code: "number-busy", callId: first.id })
        assert.include(error.message, first.id)
        assert.notInclude(error.message, "+14155550100")
      }
      assert.strictEqual(yield* rings, 1)
      assert.strictEqual((yield* listCalls()).calls.length, 1)
    }).pipe(inWorld())
  )

  it.effect("rings another number meanwhile", () =>
    Effect.gen(function* () {
      yield* place()
      yield* place({ to: "+14155550101" })
      assert.strictEqual(yield* rings, 2)
    }).pipe(inWorld())
  )

  it.effect("is not blocked by a call that ended while nobody followed it", () =>
    Effect.gen(function* () {
      const first = yield* place()
      yield* pass(60)
      const second = yield* place()
      assert.strictEqual(second.status, "initiated")
      assert.notStrictEqual(second.id, first.id)
      const settled = yield* (yield* CallLedger).find(first.id)
      assert.deepInclude<object>(settled, { status: "done", outcome: "answered" })
    }).pipe(inWorld())
  )

  it.effect("is blocked by a call of unknown fate, found or not, and says how to settle it", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "dial", when: "before", kind: "drop" })
      const lost = yield* place()
      const error = yield* refusal()
      assert.strictEqual(error.callId, lost.id)
      assert.include(error.nextStep, "outbound recover")
      yield* emulator.fault({ target: "dial", when: "after", kind: "drop" })
      const live = yield* place({ to: "+14155550114" })
      const busy = yield* refusal({ to: "+14155550114" })
      assert.strictEqual(busy.callId, live.id)
      assert.strictEqual((yield* (yield* CallLedger).find(live.id)).status, "initiated")
      assert.strictEqual(yield* posts, 2)
    }).pipe(inWorld())
  )

  it.effect("stays blocked when the blocking call cannot be read", () =>
    Effect.gen(function* () {
      const first = yield* place()
      yield* pass(60)
      yield* (yield* Emulator).fault({ target: "conversation", kind: "html", status: 403 })
      assert.strictEqual((yield* refusal()).callId, first.id)
      assert.strictEqual(yield* rings, 1)
    }).pipe(inWorld())
  )

  it.effect("lets one of many at once through", () =>
    Effect.gen(function* () {
      const results = yield* Effect.all(
        Array.from({ length: 50 }, () => Effect.result(placeCall(request()))),
        { concurrency: "unbounded" }
      )
      assert.strictEqual(results.filter(({ _tag }) => _tag === "Success").length, 1)
      assert.strictEqual(yield* rings, 1)
    }).pipe(inWorld())
  )
})
