import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { Emulator } from "@outbound-call/emulator"
import {
  CallLedger,
  ConversationId,
  getCall,
  hangUp,
  type MonitorAnswer,
  MonitorTransport,
  PhoneNumberId,
  VoiceProvider
} from "@outbound-call/core"
import { inWorld, pass, place, posts, rings, Traffic, twilioAccount } from "./Rig.ts"
import { sampleCall } from "./SampleCall.ts"

const long = { to: "+14155550114" }
const noTwilio = { carrier: { missing: "TWILIO_AUTH_TOKEN or a key" } }

/** A call that is talked in, at a workspace that has the monitor socket. */
const talking = Effect.fnUntraced(function* (change: Parameters<typeof place>[0] = {}) {
  yield* (yield* Emulator).change({ monitoring: true })
  const call = yield* place({ ...long, ...change })
  yield* pass(20)
  return call
})

/** A monitor socket that answers so, and counts. */
const answering = (answer: MonitorAnswer) => {
  const asked: Array<string> = []
  const monitor = Layer.succeed(MonitorTransport, {
    send: ({ url }) => Effect.sync(() => (asked.push(url), answer))
  })
  return { asked, monitor }
}

const sent: MonitorAnswer = { type: "sent", closed: null }

describe("hanging up over the monitor socket", () => {
  it.effect("ends a call without Twilio's credentials, and the provider's news follow", () =>
    Effect.gen(function* () {
      const placed = yield* talking()
      const { call, result } = yield* hangUp(placed.id)
      assert.deepStrictEqual([result, call.status], ["over", "processing"])
      yield* pass(5)
      assert.deepInclude(yield* getCall(placed.id), { status: "done", durationSeconds: 16 })
      assert.deepStrictEqual([yield* rings, yield* posts], [1, 1])
    }).pipe(inWorld(noTwilio))
  )

  it.effect("ends a call of another carrier, and Twilio is not asked", () =>
    Effect.gen(function* () {
      const placed = yield* talking({ phoneNumberId: PhoneNumberId.make("phnum_exotel") })
      assert.strictEqual((yield* hangUp(placed.id)).result, "over")
      assert.notInclude((yield* Traffic).sent.map(({ path }) => path).join(), "/2010-04-01/")
    }).pipe(inWorld({ carrier: twilioAccount }))
  )

  it.effect("is not tried where Twilio can be asked", () => {
    const { asked, monitor } = answering(sent)
    return Effect.gen(function* () {
      assert.strictEqual((yield* hangUp((yield* talking()).id)).result, "over")
      assert.lengthOf(asked, 0)
    }).pipe(inWorld({ carrier: twilioAccount, monitor }))
  })

  it.effect("is requested until the provider tells that the line is down", () =>
    Effect.gen(function* () {
      const { call, result } = yield* hangUp((yield* talking()).id)
      assert.deepStrictEqual([result, call.status], ["requested", "in-progress"])
    }).pipe(inWorld({ ...noTwilio, monitor: answering(sent).monitor }))
  )

  it.effect("ends a call whose telephone call is not known, also while the provider cannot be read", () => {
    const { asked, monitor } = answering(sent)
    return Effect.gen(function* () {
      const { identity: identityOf } = yield* VoiceProvider
      const phoneNumberId = PhoneNumberId.make("phnum_demo")
      const identity = identityOf(phoneNumberId)
      const conversationId = ConversationId.make("conv_1")
      const call = sampleCall({ status: "initiated", identity, phoneNumberId, conversationId, callSid: null })
      yield* (yield* CallLedger).claim(call, "{}", { type: "new" }, null)
      yield* (yield* Emulator).fault({ target: "conversation", kind: "status", status: 503, times: 9 })
      const ending = yield* Effect.forkChild(hangUp(call.id))
      yield* pass(10)
      assert.strictEqual((yield* Fiber.join(ending)).result, "requested")
      assert.lengthOf(asked, 1)
    }).pipe(inWorld({ carrier: twilioAccount, monitor }))
  })
})

describe("a monitor socket that is not there", () => {
  it.effect("is told of beside what is missing for Twilio, and the call goes on", () =>
    Effect.gen(function* () {
      const call = yield* talking()
      yield* (yield* Emulator).change({ monitoring: false })
      const error = yield* Effect.flip(hangUp(call.id))
      assert.deepInclude<object>(error, { _tag: "HangUpUnavailable", reason: "no-credentials" })
      assert.match(
        error.message,
        /goes on: .* set TWILIO_AUTH_TOKEN or a key\. .* monitor socket was .*\(HTTP 403: Mon/
      )
      assert.strictEqual((yield* getCall(call.id)).status, "in-progress")
    }).pipe(inWorld(noTwilio))
  )

  it.effect("is told of for another carrier too, and for a call that still rings", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).change({ monitoring: true })
      const call = yield* place({ ...long, phoneNumberId: PhoneNumberId.make("phnum_exotel") })
      const error = yield* Effect.flip(hangUp(call.id))
      assert.deepInclude<object>(error, { _tag: "HangUpUnavailable", reason: "other-carrier" })
      assert.match(
        error.message,
        /does not belong to Twilio.*HTTP 404: .* is not active\).*calls that were picked up\.$/
      )
    }).pipe(inWorld(noTwilio))
  )

  it.effect("is not told of in a program without sockets", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(hangUp((yield* talking()).id))
      assert.match(error.message, /set TWILIO_AUTH_TOKEN or a key\. Or end it in Twilio's console \(CA\w+\)\.$/)
    }).pipe(inWorld({ ...noTwilio, monitor: MonitorTransport.absent }))
  )

  it.effect("does not matter when the call has ended meanwhile", () =>
    Effect.gen(function* () {
      const placed = yield* talking()
      const { advance } = yield* Emulator
      const provider = yield* VoiceProvider
      const end = () => Effect.as(Effect.orDie(advance("1 hour")), { type: "unavailable" as const, detail: "No." })
      const { call, result } = yield* Effect.provideService(hangUp(placed.id), VoiceProvider, { ...provider, end })
      assert.deepStrictEqual([result, call.status], ["over", "done"])
    }).pipe(inWorld(noTwilio))
  )

  it.effect("that could not be asked is an error, unless credentials are missing: those are named", () => {
    const { asked, monitor } = answering({ type: "lost", reason: "ECONNRESET" })
    return Effect.gen(function* () {
      const ours = yield* talking()
      const theirs = yield* place({ to: "+14155550115", phoneNumberId: PhoneNumberId.make("phnum_exotel") })
      const failing = yield* Effect.forkChild(
        Effect.all([Effect.flip(hangUp(ours.id)), Effect.flip(hangUp(theirs.id))], { concurrency: 2 })
      )
      yield* pass(5)
      const [first, second] = yield* Fiber.join(failing)
      assert.deepInclude<object>(first, { _tag: "HangUpUnavailable", reason: "no-credentials" })
      assert.match(
        first.message,
        /set TWILIO_AUTH_TOKEN.*could not be asked to end the call, which goes on \(ECONNRESET\)\./
      )
      assert.deepInclude<object>(second, { _tag: "ProviderError", reason: "unavailable" })
      assert.lengthOf(asked, 6)
    }).pipe(inWorld({ ...noTwilio, monitor }))
  })
})
