import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer, Redacted } from "effect"
import { Emulator } from "@outbound-call/emulator"
import { type Call, CallLedger, DialTransport, getCall, hangUp, PhoneNumberId } from "@outbound-call/core"
import { inWorld, pass, place, posts, rings, Traffic, twilioAccount, type RigOptions } from "./Rig.ts"
import { sampleCall, sampleId, sampleIdentity } from "./SampleCall.ts"

const long = { to: "+14155550114" }
const withTwilio: RigOptions = { carrier: twilioAccount }

/** How often Twilio was asked to end a call. */
const ends = Effect.map(
  Traffic,
  ({ sent }) => sent.filter(({ method, path }) => method === "POST" && path.startsWith("/2010-04-01/")).length
)

const refused = (call: Call) => Effect.flip(hangUp(call.id))

describe("hanging up", () => {
  it.effect("ends a call that is talked in, and the provider's news follow", () =>
    Effect.gen(function* () {
      const placed = yield* place(long)
      yield* pass(20)
      const { call, result } = yield* hangUp(placed.id)
      assert.deepStrictEqual([result, call.status], ["over", "processing"])
      yield* pass(5)
      const after = yield* getCall(placed.id)
      assert.deepInclude(after, { status: "done", durationSeconds: 16 })
      assert.strictEqual(yield* rings, 1)
    }).pipe(inWorld(withTwilio))
  )

  it.effect("ends a call that rings, by either id, before anybody is disturbed longer", () =>
    Effect.gen(function* () {
      const placed = yield* place()
      yield* pass(2)
      const { call } = yield* hangUp(placed.conversationId ?? "")
      assert.deepInclude(call, { id: placed.id, status: "failed", answeredAt: null })
    }).pipe(inWorld(withTwilio))
  )

  it.effect("ends a call that waits in the carrier's queue: it never rings", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).change({ twilioQueueSeconds: 600 })
      const placed = yield* place()
      yield* pass(30)
      assert.strictEqual((yield* hangUp(placed.id)).call.status, "failed")
      yield* pass(700)
      assert.isNull((yield* getCall(placed.id)).answeredAt)
    }).pipe(inWorld(withTwilio))
  )

  it.effect("is requested until the provider tells that the line is down, and may be asked again", () =>
    Effect.gen(function* () {
      const placed = yield* place(long)
      yield* pass(20)
      yield* (yield* Emulator).fault({ target: "conversation", kind: "status", status: 503, times: 6 })
      const ending = yield* Effect.forkChild(hangUp(placed.id))
      yield* pass(10)
      const { call, result } = yield* Fiber.join(ending)
      assert.deepStrictEqual([result, call.status], ["requested", "initiated"])
      assert.strictEqual((yield* hangUp(placed.id)).result, "over")
      assert.strictEqual(yield* ends, 1)
    }).pipe(inWorld(withTwilio))
  )

  it.effect("asks again when the carrier's answer was lost, and ends nothing twice", () =>
    Effect.gen(function* () {
      const placed = yield* place(long)
      yield* pass(20)
      yield* (yield* Emulator).fault({ target: "twilio", kind: "drop", when: "after" })
      const ending = yield* Effect.forkChild(hangUp(placed.id))
      yield* pass(5)
      assert.strictEqual((yield* Fiber.join(ending)).result, "over")
      assert.strictEqual(yield* ends, 2)
    }).pipe(inWorld(withTwilio))
  )

  it.effect("gives back a call that is over, also when that is news, and asks the carrier nothing", () =>
    Effect.gen(function* () {
      const placed = yield* place()
      yield* pass(60)
      for (const look of [1, 2]) {
        const { call, result } = yield* hangUp(placed.id)
        assert.deepStrictEqual([result, call.status], ["over", "done"], `${look}`)
      }
      const rejected = yield* place({ to: "+14155550111" })
      assert.deepInclude(yield* hangUp(rejected.id), { result: "over" })
      assert.strictEqual(yield* ends, 0)
      assert.strictEqual((yield* Effect.flip(hangUp("call_none")))._tag, "CallNotFound")
    }).pipe(inWorld(withTwilio))
  )
})

describe("a call whose telephone call is not known", () => {
  it.effect("is looked for first, and ended when it is found", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "drop" })
      const lost = yield* place(long)
      assert.deepInclude(lost, { status: "unknown", callSid: null })
      const { call, result } = yield* hangUp(lost.id)
      assert.deepStrictEqual([result, call.status], ["over", "failed"])
      assert.strictEqual(yield* rings, 1)
    }).pipe(inWorld(withTwilio))
  )

  it.effect("cannot be ended while it is not found, and says how it is settled", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "before", kind: "drop" })
      const lost = yield* place(long)
      const error = yield* refused(lost)
      assert.deepInclude<object>(error, { _tag: "HangUpUnavailable", reason: "no-call-sid", status: "unknown" })
      assert.include(error.message, `outbound recover ${lost.id}`)
      assert.strictEqual(yield* ends, 0)
    }).pipe(inWorld(withTwilio))
  )

  it.effect("is looked for also while its dial is under way, and the dial goes on", () =>
    Effect.gen(function* () {
      const dialling = yield* Effect.forkChild(place(long))
      yield* pass(5)
      const [call] = (yield* (yield* CallLedger).list({})).calls
      assert.strictEqual(call?.status, "dialing")
      const error = yield* Effect.flip(hangUp(call?.id ?? ""))
      assert.deepInclude<object>(error, { reason: "no-call-sid", status: "dialing" })
      assert.strictEqual((yield* (yield* CallLedger).find(call?.id ?? "")).status, "dialing")
      yield* Fiber.interrupt(dialling)
      assert.strictEqual(yield* posts, 0)
    }).pipe(inWorld({ ...withTwilio, transport: neverAnswering }))
  )

  it.effect("is ended while its dial still waits for an answer, which then changes nothing", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "delay", delayMs: 20_000 })
      const dialling = yield* Effect.forkChild(place(long))
      yield* pass(8)
      const [call] = (yield* (yield* CallLedger).list({})).calls
      assert.strictEqual(call?.status, "dialing")
      assert.strictEqual((yield* hangUp(call?.id ?? "")).call.status, "processing")
      yield* pass(20)
      assert.strictEqual((yield* Fiber.join(dialling)).status, "processing")
      assert.deepInclude(yield* getCall(call?.id ?? ""), { status: "done", durationSeconds: 4 })
    }).pipe(inWorld(withTwilio))
  )

  it.effect("is not ended by guess: what the provider cannot be asked is an error", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "drop" })
      const lost = yield* place(long)
      yield* (yield* Emulator).fault({ target: "list", kind: "status", status: 401, times: 9 })
      assert.deepInclude<object>(yield* refused(lost), { _tag: "ProviderError", reason: "unauthorized" })
      assert.strictEqual(yield* ends, 0)
    }).pipe(inWorld(withTwilio))
  )
})

describe("a call that cannot be ended from here goes on, and the error says why", () => {
  it.effect("no credentials: names the variables", () =>
    Effect.gen(function* () {
      const call = yield* place(long)
      const error = yield* refused(call)
      assert.deepInclude<object>(error, { reason: "no-credentials", callSid: call.callSid, callId: call.id })
      assert.match(error.message, /goes on: .* set TWILIO_AUTH_TOKEN or a key\. Or end it in Twilio's console \(CA/)
      yield* pass(20)
      assert.strictEqual((yield* getCall(call.id)).status, "in-progress")
    }).pipe(inWorld({ carrier: { missing: "TWILIO_AUTH_TOKEN or a key" } }))
  )

  it.effect("credentials that Twilio refuses, or of an account that does not have the call", () =>
    Effect.gen(function* () {
      const call = yield* place(long)
      const error = yield* refused(call)
      assert.deepInclude<object>(error, { _tag: "ProviderError", reason: "not-found", carrier: true })
      assert.include(error.message, "TWILIO_ACCOUNT_SID")
    }).pipe(inWorld({ carrier: { ...twilioAccount, accountSid: `ACffff${"0".repeat(28)}` } }))
  )

  it.effect("a token that is wrong", () =>
    Effect.gen(function* () {
      const error = yield* refused(yield* place(long))
      assert.deepInclude<object>(error, { _tag: "ProviderError", reason: "unauthorized", carrier: true })
    }).pipe(inWorld({ carrier: { ...twilioAccount, password: Redacted.make("invalid") } }))
  )

  it.effect("another carrier: Twilio is not asked", () =>
    Effect.gen(function* () {
      const call = yield* place({ ...long, phoneNumberId: PhoneNumberId.make("phnum_exotel") })
      assert.deepInclude<object>(yield* refused(call), { reason: "other-carrier" })
      assert.strictEqual(yield* ends, 0)
    }).pipe(inWorld(withTwilio))
  )

  it.effect("another account, and a call that waits for approval: nobody is asked", () =>
    Effect.gen(function* () {
      const ledger = yield* CallLedger
      const other = sampleCall({ status: "initiated", identity: { ...sampleIdentity, workspace: "another" } })
      yield* ledger.claim(other, "{}", { type: "new" })
      assert.deepInclude<object>(yield* refused(other), { reason: "other-account" })
      const planned = sampleCall({ id: sampleId(2), status: "planned" })
      yield* ledger.claim(planned, "{}", { type: "new" })
      assert.deepInclude<object>(yield* refused(planned), { reason: "not-dialled" })
      assert.lengthOf((yield* Traffic).sent, 0)
    }).pipe(inWorld(withTwilio))
  )
})

/** A transport that keeps the dial for ever. */
const neverAnswering = Layer.effect(
  DialTransport,
  Effect.map(Deferred.make<never>(), (answer) =>
    DialTransport.of({ send: (_, gate) => Effect.andThen(gate, Effect.interruptible(Deferred.await(answer))) })
  )
)
