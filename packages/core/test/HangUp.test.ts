import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer, Redacted } from "effect"
import { Emulator } from "@outbound-call/emulator"
import {
  type Call,
  CallLedger,
  DialTransport,
  getCall,
  hangUp,
  nextStep,
  phoneMayHaveRung,
  PhoneNumberId,
  recoverCall
} from "@outbound-call/core"
import * as HttpDialTransport from "@outbound-call/core/elevenlabs/HttpDialTransport"
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

  it.effect("is asked for while it is not found, and is ended by the recovery that finds it", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.change({ indexLagSeconds: 20 })
      yield* emulator.fault({ target: "dial", when: "after", kind: "drop" })
      const lost = yield* place(long)
      const { call, result } = yield* hangUp(lost.id)
      assert.deepStrictEqual([result, call.status], ["requested", "unknown"])
      assert.isNotNull(call.hangUpRequestedAt)
      assert.include(nextStep(call), `outbound recover ${lost.id}`)
      assert.deepInclude(yield* hangUp(lost.id), { result: "requested", call })
      assert.strictEqual(yield* ends, 0)
      yield* pass(25)
      assert.strictEqual((yield* recoverCall(lost.id)).call.status, "in-progress")
      assert.strictEqual(yield* ends, 1)
      assert.strictEqual((yield* recoverCall(lost.id)).call.status, "processing")
      yield* pass(10)
      assert.strictEqual((yield* recoverCall(lost.id)).call.status, "done")
      assert.strictEqual(yield* ends, 1)
      const told = yield* (yield* CallLedger).events(lost.id, 0)
      assert.lengthOf(
        told.filter(({ cause, message }) => cause === "person" && message === "It was asked to hang up."),
        1
      )
    }).pipe(inWorld(withTwilio))
  )

  it.effect("that nobody asked to end is not ended by the recovery that finds it", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "drop" })
      const lost = yield* place(long)
      yield* pass(15)
      assert.strictEqual((yield* recoverCall(lost.id)).call.status, "in-progress")
      assert.strictEqual(yield* ends, 0)
    }).pipe(inWorld(withTwilio))
  )

  it.effect("is never dialled when the wish comes before its request has left", () =>
    Effect.gen(function* () {
      const dialling = yield* Effect.forkChild(place(long))
      yield* pass(1)
      const [call] = (yield* (yield* CallLedger).list({})).calls
      const hanging = yield* Effect.forkChild(hangUp(call?.id ?? ""))
      yield* pass(6)
      assert.deepInclude((yield* Fiber.join(hanging)).call, { status: "not-placed" })
      assert.strictEqual((yield* Fiber.join(dialling)).status, "not-placed")
      assert.deepStrictEqual([yield* posts, yield* rings], [0, 0])
    }).pipe(inWorld({ ...withTwilio, transport: slowlyConnecting }))
  )

  it.effect("is ended by its own dial, when that is answered after whoever asked has gone", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "before", kind: "delay", delayMs: 9_000 })
      const dialling = yield* Effect.forkChild(place(long))
      yield* pass(1)
      const [call] = (yield* (yield* CallLedger).list({})).calls
      const hanging = yield* Effect.forkChild(hangUp(call?.id ?? ""))
      yield* pass(6)
      assert.deepInclude(yield* Fiber.join(hanging), { result: "requested" })
      yield* pass(5)
      assert.strictEqual((yield* Fiber.join(dialling)).status, "initiated")
      assert.strictEqual(yield* ends, 1)
      assert.deepInclude(yield* getCall(call?.id ?? ""), { status: "failed", answeredAt: null })
    }).pipe(inWorld(withTwilio))
  )

  it.effect("whose provider cannot be read is ended by recovery where its sid is known", () =>
    Effect.gen(function* () {
      const placed = yield* place(long)
      yield* pass(20)
      yield* (yield* CallLedger).record(placed.id, { type: "hang-up" })
      yield* (yield* Emulator).fault({ target: "conversation", kind: "status", status: 401, times: 9 })
      assert.strictEqual((yield* Effect.flip(recoverCall(placed.id)))._tag, "ProviderError")
      assert.strictEqual(yield* ends, 1)
    }).pipe(inWorld(withTwilio))
  )

  it.effect("is asked for also while its dial is under way, and the dial goes on", () =>
    Effect.gen(function* () {
      const dialling = yield* Effect.forkChild(place(long))
      yield* pass(5)
      const [call] = (yield* (yield* CallLedger).list({})).calls
      assert.strictEqual(call?.status, "dialing")
      const hanging = yield* Effect.forkChild(hangUp(call?.id ?? ""))
      yield* pass(6)
      assert.deepInclude(yield* Fiber.join(hanging), { result: "requested" })
      assert.strictEqual((yield* (yield* CallLedger).find(call?.id ?? "")).status, "dialing")
      yield* Fiber.interrupt(dialling)
      assert.strictEqual(yield* posts, 0)
    }).pipe(inWorld({ ...withTwilio, transport: neverAnswering }))
  )

  it.effect("is ended as soon as its dial is answered, when that takes seconds", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "before", kind: "delay", delayMs: 3_000 })
      const dialling = yield* Effect.forkChild(place(long))
      yield* pass(1)
      const [call] = (yield* (yield* CallLedger).list({})).calls
      const hanging = yield* Effect.forkChild(hangUp(call?.id ?? ""))
      yield* pass(6)
      assert.deepInclude((yield* Fiber.join(hanging)).call, { status: "failed", answeredAt: null })
      assert.strictEqual((yield* Fiber.join(dialling)).status, "initiated")
    }).pipe(inWorld(withTwilio))
  )

  it.effect("is ended while its dial still waits for an answer, which then changes nothing", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "delay", delayMs: 20_000 })
      const dialling = yield* Effect.forkChild(place(long))
      yield* pass(8)
      const [call] = (yield* (yield* CallLedger).list({})).calls
      assert.strictEqual(call?.status, "dialing")
      const hanging = yield* Effect.forkChild(hangUp(call?.id ?? ""))
      yield* pass(6)
      assert.strictEqual((yield* Fiber.join(hanging)).call.status, "processing")
      yield* pass(20)
      assert.strictEqual((yield* Fiber.join(dialling)).status, "processing")
      assert.deepInclude(yield* getCall(call?.id ?? ""), { status: "done", durationSeconds: 9 })
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

  it.effect("another account: nobody is asked", () =>
    Effect.gen(function* () {
      const ledger = yield* CallLedger
      const other = sampleCall({ status: "initiated", identity: { ...sampleIdentity, workspace: "another" } })
      yield* ledger.claim(other, "{}", { type: "new" }, null)
      assert.deepInclude<object>(yield* refused(other), { reason: "other-account" })
      assert.lengthOf((yield* Traffic).sent, 0)
    }).pipe(inWorld(withTwilio))
  )

  it.effect("no credentials, and a call that is not found: the wish stays for who has them", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "before", kind: "drop" })
      const lost = yield* place(long)
      assert.deepInclude<object>(yield* refused(lost), { reason: "no-credentials" })
      assert.isNotNull((yield* (yield* CallLedger).find(lost.id)).hangUpRequestedAt)
    }).pipe(inWorld({ carrier: { missing: "TWILIO_AUTH_TOKEN or a key" } }))
  )
})

describe("a call that waits for approval", () => {
  it.effect("is cancelled and never dialled, and its number is free again", () =>
    Effect.gen(function* () {
      const ledger = yield* CallLedger
      const planned = sampleCall({ status: "planned", identity: sampleIdentity })
      yield* ledger.claim(planned, "{}", { type: "new" }, null)
      const { call, result } = yield* hangUp(planned.id)
      assert.deepStrictEqual([result, call.status, phoneMayHaveRung(call)], ["over", "cancelled", false])
      assert.deepInclude(yield* hangUp(planned.id), { result: "over", call })
      assert.deepInclude((yield* ledger.events(planned.id, 1))[0], { status: "cancelled", cause: "person" })
      const next = yield* ledger.claim(sampleCall({ id: sampleId(2) }), "{}", { type: "new" }, null)
      assert.strictEqual(next.type, "claimed")
      assert.lengthOf((yield* Traffic).sent, 0)
    }).pipe(inWorld(withTwilio))
  )
})

/** A transport whose connection stands after three seconds. */
const slowlyConnecting = Layer.effect(
  DialTransport,
  Effect.map(DialTransport, (inner) =>
    DialTransport.of({ send: (dial, gate) => Effect.andThen(Effect.sleep("3 seconds"), inner.send(dial, gate)) })
  )
).pipe(Layer.provide(HttpDialTransport.layer))

/** A transport that keeps the dial for ever. */
const neverAnswering = Layer.effect(
  DialTransport,
  Effect.map(Deferred.make<never>(), (answer) =>
    DialTransport.of({
      send: (_, gate) => Effect.andThen(Effect.ignore(gate), Effect.interruptible(Deferred.await(answer)))
    })
  )
)
