import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { Callees, Emulator } from "@outbound-call/emulator"
import { at, conversation, dial, dialled } from "./Caller.ts"

const statusesOver = Effect.fnUntraced(function* (id: string, moments: ReadonlyArray<number>) {
  const seen: Array<string> = []
  let now = 0
  for (const moment of moments) {
    yield* TestClock.adjust(`${moment - now} seconds`)
    now = moment
    seen.push(String(at(yield* conversation(id), "status")))
  }
  return seen
})

const number = (digits: string) => `+1415555${digits}`

const twilio: ReadonlyArray<{
  digits: string
  moments: ReadonlyArray<number>
  statuses: ReadonlyArray<string>
  result: string | null
  duration: number
  reason: string
}> = [
  {
    digits: "0100",
    moments: [0, 3, 4, 39, 40, 43, 44],
    statuses: ["initiated", "initiated", "in-progress", "in-progress", "processing", "processing", "done"],
    result: "answered",
    duration: 36,
    reason: "Call ended by remote party"
  },
  { digits: "0101", moments: [1, 2], statuses: ["initiated", "failed"], result: "busy", duration: 0, reason: "" },
  {
    digits: "0102",
    moments: [59, 60],
    statuses: ["initiated", "failed"],
    result: "no_answer",
    duration: 0,
    reason: ""
  },
  {
    digits: "0103",
    moments: [5, 6],
    statuses: ["initiated", "failed"],
    result: "busy",
    duration: 0,
    reason: "Call declined"
  },
  {
    digits: "0104",
    moments: [11, 12, 22, 26],
    statuses: ["initiated", "in-progress", "processing", "done"],
    result: "voicemail",
    duration: 10,
    reason: "voicemail_detection tool was called"
  },
  {
    digits: "0105",
    moments: [3, 4, 5],
    statuses: ["initiated", "in-progress", "failed"],
    result: "answered",
    duration: 1,
    reason: "Missing required dynamic variables in first message: {'unset_variable'}"
  },
  {
    digits: "0106",
    moments: [40, 339, 340],
    statuses: ["processing", "processing", "done"],
    result: "answered",
    duration: 36,
    reason: "Call ended by remote party"
  },
  {
    digits: "0107",
    moments: [60, 90_000],
    statuses: ["initiated", "initiated"],
    result: null,
    duration: 0,
    reason: ""
  },
  {
    digits: "0108",
    moments: [40, 90_000],
    statuses: ["processing", "processing"],
    result: "answered",
    duration: 0,
    reason: "Call ended by remote party"
  },
  {
    digits: "0109",
    moments: [39, 40, 80],
    statuses: ["initiated", "in-progress", "done"],
    result: "answered",
    duration: 36,
    reason: "Call ended by remote party"
  },
  { digits: "0110", moments: [0, 1], statuses: ["initiated", "failed"], result: "failed", duration: 0, reason: "" },
  {
    digits: "0113",
    moments: [44],
    statuses: ["done"],
    result: "answered",
    duration: 36,
    reason: "Call ended by remote party"
  },
  {
    digits: "0114",
    moments: [603, 604, 608],
    statuses: ["in-progress", "processing", "done"],
    result: "answered",
    duration: 600,
    reason: "Call ended by remote party"
  }
]

describe("the course of a Twilio call", () => {
  for (const story of twilio) {
    const callee = Callees.find((candidate) => candidate.digits === story.digits)
    it.effect(`${story.digits} ${callee?.name}`, () =>
      Effect.gen(function* () {
        const id = yield* dialled({ to: number(story.digits) })

        assert.deepStrictEqual(yield* statusesOver(id, story.moments), [...story.statuses])
        const record = yield* conversation(id)
        assert.strictEqual(at(record, "metadata.phone_call.call_result"), story.result)
        assert.strictEqual(at(record, "metadata.call_duration_secs"), story.duration)
        assert.strictEqual(at(record, "metadata.termination_reason"), story.reason)
      }).pipe(Effect.provide(Emulator.layerMemory()))
    )
  }

  it.effect("tells every callee's story", () =>
    Effect.sync(() => {
      const told = new Set(twilio.map((story) => story.digits))
      const refused = ["0111", "0112"]
      assert.deepStrictEqual(
        Callees.map((callee) => callee.digits).filter((digits) => !told.has(digits)),
        refused
      )
    })
  )

  it.effect("ends unanswered when the callee rings longer than the ringing timeout", () =>
    Effect.gen(function* () {
      const id = yield* dialled({ to: number("0109"), ringing: 30 })
      assert.deepStrictEqual(yield* statusesOver(id, [29, 30, 60]), ["initiated", "failed", "failed"])
      assert.strictEqual(at(yield* conversation(id), "metadata.phone_call.call_result"), "no_answer")
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("goes the same way through Exotel, and any other number answers", () =>
    Effect.gen(function* () {
      const busy = yield* dialled({ to: number("0101"), provider: "exotel" })
      const other = yield* dialled({ to: "+61491570156", provider: "exotel" })
      yield* TestClock.adjust("44 seconds")
      const record = yield* conversation(busy)
      assert.strictEqual(at(record, "status"), "failed")
      assert.strictEqual(at(record, "metadata.phone_call.type"), "exotel")
      assert.strictEqual(at(record, "metadata.phone_call.call_result"), "busy")
      assert.strictEqual(at(yield* conversation(other), "status"), "done")
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  for (const digits of ["0111", "0112"]) {
    it.effect(`${digits} is refused by Twilio: 200, success false, null ids, no ring`, () =>
      Effect.gen(function* () {
        const answer = yield* dial({ to: number(digits) })
        assert.strictEqual(answer.status, 200)
        assert.strictEqual(at(answer.body, "success"), false)
        assert.match(String(at(answer.body, "message")), /^HTTP \d+ error: Unable to create record: .*\+1415555011/)
        assert.deepStrictEqual([at(answer.body, "conversation_id"), at(answer.body, "callSid")], [null, null])
        assert.strictEqual((yield* (yield* Emulator).rings).total, 0)
      }).pipe(Effect.provide(Emulator.layerMemory()))
    )
  }
})

describe("the course of a SIP call", () => {
  const refusals: ReadonlyArray<readonly [string, number, number]> = [
    ["0101", 486, 2],
    ["0102", 480, 60],
    ["0103", 603, 6],
    ["0110", 404, 1],
    ["0111", 403, 1]
  ]
  for (const [digits, code, after] of refusals) {
    it.effect(`${digits} answers the dial after ${after} s and fails with ${code}`, () =>
      Effect.gen(function* () {
        const waiting = yield* Effect.forkChild(dialled({ to: number(digits), provider: "sip-trunk" }))
        yield* TestClock.adjust(`${after * 1000 - 1} millis`)
        assert.isUndefined(waiting.pollUnsafe())
        yield* TestClock.adjust("1 second")
        const record = yield* conversation(yield* Fiber.join(waiting))
        assert.strictEqual(at(record, "status"), "failed")
        assert.strictEqual(at(record, "metadata.error.code"), code)
        assert.match(
          String(at(record, "metadata.error.reason")),
          new RegExp(`^INVITE failed: sip status: ${code}: .* \\(SIP ${code}\\)$`)
        )
        assert.strictEqual(at(record, "analysis"), null)
        assert.deepStrictEqual(at(record, "transcript"), [])
      }).pipe(Effect.provide(Emulator.layerMemory()))
    )
  }

  it.effect("holds the dial through 40 s of ringing, and the call is counted from the first moment", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const waiting = yield* Effect.forkChild(dial({ to: number("0109"), provider: "sip-trunk" }))
      yield* TestClock.adjust("39 seconds")
      assert.isUndefined(waiting.pollUnsafe())
      assert.strictEqual((yield* emulator.rings).total, 1)
      yield* TestClock.adjust("1 second")
      const answer = yield* Fiber.join(waiting)
      assert.match(String(at(answer.body, "sip_call_id")), /^SCL_/)
      assert.isUndefined(at(answer.body, "callSid"))
      const record = yield* conversation(String(at(answer.body, "conversation_id")))
      assert.strictEqual(at(record, "status"), "in-progress")
      assert.strictEqual(at(record, "metadata.phone_call.call_sid"), at(answer.body, "sip_call_id"))
      assert.strictEqual(at(record, "metadata.phone_call.type"), "sip_trunking")
      assert.match(String(at(record, "metadata.phone_call.call_id")), /^otb_/)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("goes on when the caller gives up while it rings", () =>
    Effect.gen(function* () {
      const waiting = yield* Effect.forkChild(dial({ to: number("0109"), provider: "sip-trunk" }))
      yield* TestClock.adjust("15 seconds")
      yield* Fiber.interrupt(waiting)
      yield* TestClock.adjust("70 seconds")
      const [ring] = (yield* (yield* Emulator).rings).rings
      assert.strictEqual(at(yield* conversation(ring?.conversationId ?? ""), "status"), "done")
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("is released by an advance of the clock", () =>
    Effect.gen(function* () {
      const waiting = yield* Effect.forkChild(dialled({ to: number("0109"), provider: "sip-trunk" }))
      yield* TestClock.adjust("1 second")
      yield* (yield* Emulator).advance("39 seconds")
      yield* TestClock.adjust("250 millis")
      assert.isDefined(waiting.pollUnsafe())
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("is released by a reset", () =>
    Effect.gen(function* () {
      const waiting = yield* Effect.forkChild(dialled({ to: number("0109"), provider: "sip-trunk" }))
      yield* TestClock.adjust("1 second")
      yield* (yield* Emulator).reset
      yield* TestClock.adjust("250 millis")
      assert.isDefined(waiting.pollUnsafe())
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("may be switched to say success false", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).change({ sipRefusalSucceeds: false })
      const waiting = yield* Effect.forkChild(dial({ to: number("0101"), provider: "sip-trunk" }))
      yield* TestClock.adjust("2 seconds")
      const answer = yield* Fiber.join(waiting)
      assert.strictEqual(at(answer.body, "success"), false)
      assert.match(String(at(answer.body, "message")), /^INVITE failed: sip status: 486/)
      assert.match(String(at(answer.body, "conversation_id")), /^conv_/)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )
})
