import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { Emulator, type FaultRequest } from "@outbound-call/emulator"
import {
  type CallProblem,
  type CallStatus,
  getCall,
  listCalls,
  phoneMayHaveRung,
  PhoneNumberId,
  placeCall,
  retrySafe
} from "@outbound-call/core"
import { inWorld, pass, place, posts, request, rings, settle, Traffic } from "./Rig.ts"

const sip = PhoneNumberId.make("phnum_sip")
const exotel = PhoneNumberId.make("phnum_exotel")

type Fault = Omit<FaultRequest, "target" | "when">
type Reading = readonly [fault: Fault, status: CallStatus, problem: CallProblem["code"]]

/** What each spoiled answer to a dial is read as; the same whether the phone rang before it or not. */
const readings: ReadonlyArray<Reading> = [
  [{ kind: "status", status: 500 }, "unknown", "no-clear-answer"],
  [{ kind: "status", status: 502 }, "unknown", "no-clear-answer"],
  [{ kind: "status", status: 503, retryAfterSeconds: 1 }, "unknown", "no-clear-answer"],
  [{ kind: "status", status: 504 }, "unknown", "no-clear-answer"],
  [{ kind: "status", status: 408 }, "unknown", "no-clear-answer"],
  [{ kind: "status", status: 409 }, "unknown", "no-clear-answer"],
  [{ kind: "status", status: 425 }, "unknown", "no-clear-answer"],
  [{ kind: "status", status: 307 }, "unknown", "no-clear-answer"],
  [{ kind: "html", status: 502 }, "unknown", "no-clear-answer"],
  [{ kind: "html", status: 403 }, "unknown", "no-clear-answer"],
  [{ kind: "html", status: 429 }, "unknown", "no-clear-answer"],
  [{ kind: "rate-limited" }, "unknown", "rate-limited"],
  [{ kind: "rate-limited", code: "concurrent_limit_exceeded", retryAfterSeconds: 1 }, "unknown", "rate-limited"],
  [{ kind: "drop" }, "unknown", "no-clear-answer"],
  [{ kind: "truncate" }, "unknown", "no-clear-answer"],
  [{ kind: "no-ids" }, "unknown", "no-clear-answer"],
  [{ kind: "delay", delayMs: 90_000 }, "unknown", "no-clear-answer"]
]

/** Answers that say that nothing rang. */
const rejections: ReadonlyArray<Reading> = [
  ...[400, 401, 402, 403, 404, 422].map((status): Reading => [{ kind: "status", status }, "failed", "rejected"]),
  [{ kind: "not-success" }, "failed", "rejected"]
]

const name = ([fault]: Reading): string => Object.values(fault).join(" ")

const dialSpoiledBy = (fault: Fault, when: "before" | "after") =>
  Effect.gen(function* () {
    yield* Effect.orDie((yield* Emulator).fault({ target: "dial", when, ...fault }))
    const placing = yield* Effect.forkChild(place())
    yield* pass(100)
    return yield* Fiber.join(placing)
  })

describe("placeCall", () => {
  it.effect("rings once, and says what it knows", () =>
    Effect.gen(function* () {
      const { call, replayed, warnings } = yield* placeCall(request())
      assert.strictEqual(call.status, "initiated")
      assert.match(call.id, /^call_/)
      assert.match(call.conversationId ?? "", /^conv_/)
      assert.match(call.callSid ?? "", /^CA/)
      assert.deepInclude<object>(call, { to: "+14155550100", callerId: "+14155550199", owner: "ada", simulated: true })
      assert.isFalse(replayed)
      assert.deepStrictEqual(warnings, [])
      assert.strictEqual(yield* rings, 1)
      assert.strictEqual(yield* posts, 1)
    }).pipe(inWorld())
  )

  it.effect("sends the call's own id twice, so that it can be found again", () =>
    Effect.gen(function* () {
      const call = yield* place()
      const { handle } = yield* Emulator
      for (const filter of [`user_id=${call.id}`, `dynamic_variable_params=outbound_call_id:eq:${call.id}`]) {
        const reply = yield* handle({
          method: "GET",
          url: `/v1/convai/conversations?${filter}`,
          headers: { "xi-api-key": "k" },
          body: ""
        })
        assert.include(String(reply.body), call.conversationId ?? "?", filter)
      }
    }).pipe(inWorld())
  )

  for (const reading of readings) {
    const [fault, status, code] = reading
    for (const when of ["before", "after"] as const) {
      it.effect(`does not know whether a phone rang, and never dials again: ${name(reading)} ${when} the ring`, () =>
        Effect.gen(function* () {
          const call = yield* dialSpoiledBy(fault, when)
          assert.deepInclude<object>(call, { status, conversationId: null })
          assert.strictEqual(call.problem?.code, code)
          assert.isTrue(phoneMayHaveRung(call))
          assert.isFalse(retrySafe(call))
          yield* TestClock.adjust("1 hour")
          yield* settle
          assert.strictEqual(yield* posts, 1)
          assert.strictEqual(yield* rings, when === "after" ? 1 : 0)
        }).pipe(inWorld())
      )
    }
  }

  for (const reading of rejections) {
    const [fault, status, code] = reading
    it.effect(`says that nothing rang and that a retry is safe: ${name(reading)}`, () =>
      Effect.gen(function* () {
        const call = yield* dialSpoiledBy(fault, "before")
        assert.deepInclude<object>(call, { status, conversationId: null })
        assert.strictEqual(call.problem?.code, code)
        assert.isFalse(phoneMayHaveRung(call))
        assert.isTrue(retrySafe(call))
        assert.strictEqual(yield* posts, 1)
        assert.strictEqual(yield* rings, 0)
      }).pipe(inWorld())
    )
  }

  it.effect("says what Twilio refuses, and frees the number at once", () =>
    Effect.gen(function* () {
      const geo = yield* place({ to: "+14155550111" })
      assert.include(geo.problem?.message, "geographic permissions")
      const unverified = yield* place({ to: "+14155550112" })
      assert.include(unverified.problem?.message, "verify the number")
      assert.strictEqual((yield* place({ to: "+14155550111" })).status, "failed")
      assert.strictEqual(yield* rings, 0)
      assert.strictEqual(yield* posts, 3)
    }).pipe(inWorld())
  )

  it.effect("says that a key may not dial", () =>
    Effect.gen(function* () {
      const call = yield* place()
      assert.strictEqual(call.status, "failed")
      assert.include(call.problem?.message, "ElevenLabs Agents Write")
      assert.strictEqual(yield* rings, 0)
    }).pipe(inWorld({ apiKey: "readonly" }))
  )

  it.effect("waits for a SIP call while it rings, at the SIP endpoint", () =>
    Effect.gen(function* () {
      const placing = yield* Effect.forkChild(place({ to: "+14155550109", phoneNumberId: sip }))
      yield* pass(39)
      assert.isUndefined(placing.pollUnsafe())
      yield* pass(2)
      const call = yield* Fiber.join(placing)
      assert.strictEqual(call.status, "initiated")
      assert.match(call.callSid ?? "", /^SCL_/)
      const { sent } = yield* Traffic
      assert.deepStrictEqual(
        sent.filter(({ method }) => method === "POST").map(({ path }) => path),
        ["/v1/convai/sip-trunk/outbound-call"]
      )
    }).pipe(inWorld())
  )

  it.effect("waits longer than the longest ringing of a SIP call", () =>
    Effect.gen(function* () {
      const placing = yield* Effect.forkChild(
        place({ to: "+14155550102", phoneNumberId: sip, ringingTimeoutSeconds: 600 })
      )
      yield* pass(601)
      assert.strictEqual((yield* Fiber.join(placing)).status, "initiated")
      assert.strictEqual(yield* posts, 1)
    }).pipe(inWorld())
  )

  it.effect("dials an Exotel number at its own endpoint", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* place({ phoneNumberId: exotel })).status, "initiated")
      assert.include((yield* Traffic).sent.at(-1)?.path, "/exotel/")
    }).pipe(inWorld())
  )

  it.effect("finishes and records a dial whose caller went away", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "delay", delayMs: 5000 })
      const placing = yield* Effect.forkChild(place())
      yield* pass(1)
      yield* Fiber.interrupt(placing)
      const [waiting] = (yield* listCalls()).calls
      assert.strictEqual(waiting?.status, "dialing")
      yield* pass(5)
      const [recorded] = (yield* listCalls()).calls
      assert.strictEqual(recorded?.status, "initiated")
      assert.strictEqual(yield* rings, 1)
      assert.strictEqual(yield* posts, 1)
    }).pipe(inWorld())
  )

  it.effect("finishes a dial also when its caller goes away before anything was sent", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "before", kind: "delay", delayMs: 5000 })
      const placing = yield* Effect.forkChild(place())
      yield* pass(1)
      yield* Fiber.interrupt(placing)
      yield* pass(5)
      const [call] = (yield* listCalls()).calls
      assert.strictEqual(call?.status, "initiated")
      assert.strictEqual((yield* getCall(call?.id ?? "")).conversationId, call?.conversationId)
      assert.strictEqual(yield* rings, 1)
    }).pipe(inWorld())
  )
})
