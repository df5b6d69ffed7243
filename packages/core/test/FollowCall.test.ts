import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import { Emulator } from "@outbound-call/emulator"
import { awaitCall, type CallEvent, CallLedger, followCall, type FollowOptions } from "@outbound-call/core"
import { inWorld, pass, place, posts, reads, rings, Traffic } from "./Rig.ts"

/** Follows until the stream ends, while so many seconds pass. */
const follow = Effect.fnUntraced(function* (id: string, seconds: number, options: FollowOptions = {}) {
  const following = yield* Effect.forkChild(Stream.runCollect(followCall(id, options)))
  yield* pass(seconds)
  assert.isDefined(following.pollUnsafe(), "the stream has not ended")
  return yield* Fiber.join(following)
})

const tell = (event: CallEvent): string => {
  switch (event.type) {
    case "status":
      return event.status
    case "turn":
      return `${event.turn.n}:${event.turn.speaker}`
    case "ended":
      return `ended ${event.outcome}`
    case "analysed":
      return `analysed ${event.evaluation}`
  }
}

const talk = ["1:agent", "2:recipient", "3:agent", "4:recipient", "5:agent", "6:recipient", "7:agent"]
const answered = ["dialing", "initiated", "in-progress", ...talk, "processing", "ended answered", "done"]

/** What a follower is told about each scripted callee, and how long it takes at most. */
const stories: ReadonlyArray<readonly [name: string, digits: string, seconds: number, told: ReadonlyArray<string>]> = [
  ["answers", "0100", 60, [...answered, "analysed success"]],
  ["is busy", "0101", 10, ["dialing", "initiated", "failed", "ended busy", "analysed null"]],
  ["does not answer", "0102", 70, ["dialing", "initiated", "failed", "ended no-answer", "analysed null"]],
  ["declines", "0103", 10, ["dialing", "initiated", "failed", "ended declined", "analysed null"]],
  [
    "is a machine",
    "0104",
    40,
    [
      "dialing",
      "initiated",
      "in-progress",
      "1:agent",
      "2:recipient",
      "3:agent",
      "processing",
      "ended voicemail",
      "done",
      "analysed failure"
    ]
  ],
  ["drops at pickup", "0105", 10, ["dialing", "initiated", "failed", "ended failed", "analysed null"]],
  ["is analysed slowly", "0106", 400, [...answered, "analysed success"]],
  ["rings for long", "0109", 100, [...answered, "analysed success"]],
  ["cannot be reached", "0110", 10, ["dialing", "initiated", "failed", "ended failed", "analysed null"]],
  [
    "hears a tool at work",
    "0113",
    60,
    "dialing initiated in-progress 1:agent 2:recipient 3:agent 4:agent 5:recipient 6:agent 7:recipient 8:agent"
      .split(" ")
      .concat("processing", "ended answered", "done", "analysed success")
  ]
]

describe("followCall", () => {
  for (const [name, digits, seconds, told] of stories) {
    it.effect(`tells everything in order about somebody who ${name}`, () =>
      Effect.gen(function* () {
        const call = yield* place({ to: `+1415555${digits}` })
        const events = yield* follow(call.id, seconds)
        assert.deepStrictEqual(events.map(tell), told)
        for (const event of events) {
          assert.strictEqual(event.callId, call.id)
          assert.strictEqual(event.conversationId, call.conversationId)
        }
        assert.strictEqual(new Set(events.map(({ cursor }) => cursor)).size, events.length)
        assert.strictEqual(yield* posts, 1)
        assert.strictEqual(yield* rings, 1)
      }).pipe(inWorld())
    )
  }

  it.effect("tells the end before the analysis, each at its time", () =>
    Effect.gen(function* () {
      const call = yield* place()
      const events = yield* follow(call.id, 60)
      const at = (type: CallEvent["type"]) => {
        const event = events.find((one) => one.type === type)
        return event === undefined ? undefined : (event.at.epochMilliseconds - call.createdAt.epochMilliseconds) / 1000
      }
      assert.strictEqual(at("ended"), 42)
      assert.strictEqual(at("analysed"), 45)
    }).pipe(inWorld())
  )

  it.effect("tells the same events to many, not a copy to each", () =>
    Effect.gen(function* () {
      const call = yield* place()
      const following = yield* Effect.forkChild(
        Effect.forEach([1, 2, 3], () => Stream.runCollect(followCall(call.id)), { concurrency: "unbounded" })
      )
      yield* pass(60)
      const [first = [], ...others] = yield* Fiber.join(following)
      assert.deepStrictEqual(first.map(tell), [...answered, "analysed success"])
      for (const other of others) {
        assert.deepStrictEqual(other, first)
        assert.isTrue(other.every((event, index) => event.type === "status" || event === first[index]))
      }
    }).pipe(inWorld())
  )

  it.effect("resumes after any cursor with exactly the rest", () =>
    Effect.gen(function* () {
      const call = yield* place()
      const events = yield* follow(call.id, 60)
      const cursors = events.map(({ cursor }) => cursor)
      assert.deepStrictEqual(
        (yield* follow(call.id, 1)).map(({ cursor }) => cursor),
        cursors
      )
      for (const [index, cursor] of cursors.entries()) {
        const rest = yield* follow(call.id, 1, { after: cursor })
        assert.deepStrictEqual(rest.map(tell), events.slice(index + 1).map(tell), cursor)
      }
      const together = yield* Effect.forkChild(
        Effect.forEach(cursors, (after) => Stream.runCollect(followCall(call.id, { after })), {
          concurrency: "unbounded"
        })
      )
      yield* pass(1)
      assert.deepStrictEqual(
        (yield* Fiber.join(together)).map((rest) => rest.map(tell)),
        cursors.map((_, index) => events.slice(index + 1).map(tell))
      )
    }).pipe(inWorld())
  )

  it.effect("resumes in the middle of a call that goes on", () =>
    Effect.gen(function* () {
      const call = yield* place()
      const first = yield* follow(call.id, 20, { timeout: "20 seconds" })
      const rest = yield* follow(call.id, 40, { after: first.at(-1)?.cursor })
      assert.deepStrictEqual([...first, ...rest].map(tell), [...answered, "analysed success"])
    }).pipe(inWorld())
  )

  it.effect("tells everything to who brings a cursor that is none", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550101" })
      const events = yield* follow(call.id, 10)
      for (const after of ["", "x", "1", "-1.0", "99999999999.0"]) {
        assert.strictEqual((yield* follow(call.id, 1, { after })).length, events.length, after)
      }
    }).pipe(inWorld())
  )

  it.effect("stops at its deadline, leaves the call alone, and sends nothing more", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550107" })
      const events = yield* follow(call.id, 30, { timeout: "30 seconds" })
      assert.deepStrictEqual(events.map(tell), ["dialing", "initiated"])
      const before = yield* reads
      yield* pass(30)
      assert.strictEqual(yield* reads, before)
      assert.strictEqual((yield* (yield* CallLedger).find(call.id)).status, "initiated")
    }).pipe(inWorld())
  )

  it.effect("tells the transcript of a server that brings it only at the end", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).change({ lateTranscript: true })
      const call = yield* place()
      const events = yield* follow(call.id, 60)
      assert.deepStrictEqual(events.map(tell), [
        "dialing",
        "initiated",
        "in-progress",
        "processing",
        "ended answered",
        ...talk,
        "done",
        "analysed success"
      ])
      for (const [index, { cursor }] of events.entries()) {
        const rest = yield* follow(call.id, 1, { after: cursor })
        assert.sameMembers(rest.map(tell), events.slice(index + 1).map(tell), cursor)
      }
    }).pipe(inWorld())
  )

  it.effect("goes on through a word that it does not know", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).change({ unknownStatus: "on-hold", unknownFields: true })
      const call = yield* place()
      const events = yield* follow(call.id, 60)
      assert.deepStrictEqual(events.filter(({ type }) => type !== "turn").map(tell), [
        "dialing",
        "initiated",
        "in-progress",
        "in-progress",
        "done",
        "ended answered",
        "analysed success"
      ])
      assert.include(JSON.stringify(events), "on-hold")
    }).pipe(inWorld())
  )

  it.effect("waits for a record that the provider does not show yet", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).change({ conversationLagSeconds: 10 })
      const call = yield* place({ to: "+14155550101" })
      assert.strictEqual((yield* follow(call.id, 20)).at(-1)?.type, "analysed")
    }).pipe(inWorld())
  )

  it.effect("finds out about a call of unknown fate, and follows it from there", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "drop" })
      const call = yield* place()
      const events = yield* follow(call.id, 90)
      assert.deepStrictEqual(events.slice(0, 3).map(tell), ["dialing", "unknown", "initiated"])
      assert.strictEqual(events.at(-1)?.type, "analysed")
      assert.strictEqual(yield* rings, 1)
    }).pipe(inWorld())
  )

  it.effect("has one look at a call that is over, and at one that never was", () =>
    Effect.gen(function* () {
      const refused = yield* place({ to: "+14155550111" })
      assert.deepStrictEqual((yield* follow(refused.id, 1)).map(tell), ["dialing", "failed"])
      const { sent } = yield* Traffic
      assert.strictEqual(sent.filter(({ path }) => path.startsWith("/v1/convai/conversations")).length, 0)
    }).pipe(inWorld())
  )

  it.effect("does not know an id that is none", () =>
    Effect.gen(function* () {
      for (const id of ["conv_nothing", "call_00000000000000000000000000", "../agents"]) {
        const error = yield* Effect.flip(Stream.runDrain(followCall(id)))
        assert.strictEqual(error._tag, "CallNotFound", id)
      }
    }).pipe(inWorld())
  )
})

describe("following a conversation that is not ours", () => {
  const dialElsewhere = Effect.fnUntraced(function* (to: string) {
    const emulator = yield* Emulator
    yield* emulator.handle({
      method: "POST",
      url: "/v1/convai/twilio/outbound-call",
      headers: { "xi-api-key": "k" },
      body: JSON.stringify({ agent_id: "agent_plain", agent_phone_number_id: "phnum_demo", to_number: to })
    })
    return (yield* Effect.orDie(emulator.rings)).rings.at(-1)?.conversationId ?? "none"
  })

  const foreign = ["initiated", "in-progress", ...talk, "processing", "ended answered", "done", "analysed success"]

  it.effect("tells its steps, its turns and its end", () =>
    Effect.gen(function* () {
      const id = yield* dialElsewhere("+14155550100")
      const events = yield* follow(id, 60)
      assert.deepStrictEqual(events.map(tell), foreign)
      for (const event of events) assert.deepInclude<object>(event, { callId: null, conversationId: id })
    }).pipe(inWorld())
  )

  it.effect("tells the end of one that was over at the second look, and of one that was over at the first", () =>
    Effect.gen(function* () {
      const id = yield* dialElsewhere("+14155550101")
      const events = yield* follow(id, 5)
      assert.deepStrictEqual(events.map(tell), ["initiated", "ended busy", "failed", "analysed null"])
      assert.deepStrictEqual((yield* follow(id, 1)).map(tell), ["ended busy", "failed", "analysed null"])
    }).pipe(inWorld())
  )

  it.effect("resumes with the rest", () =>
    Effect.gen(function* () {
      const id = yield* dialElsewhere("+14155550100")
      const first = yield* follow(id, 20, { timeout: "20 seconds" })
      const rest = yield* follow(id, 40, { after: first.at(-1)?.cursor })
      assert.deepStrictEqual([...first, ...rest].map(tell), foreign)
      const last = rest.at(-2)?.cursor
      assert.deepStrictEqual((yield* follow(id, 1, { after: last })).map(tell), ["analysed success"])
    }).pipe(inWorld())
  )
})

describe("awaitCall", () => {
  it.effect("gives the call at its end", () =>
    Effect.gen(function* () {
      const call = yield* place()
      const waiting = yield* Effect.forkChild(awaitCall(call))
      yield* pass(60)
      assert.deepInclude<object>(yield* Fiber.join(waiting), {
        status: "done",
        outcome: "answered",
        durationSeconds: 36
      })
    }).pipe(inWorld())
  )

  it.effect("gives the call as it stands when the time is up", () =>
    Effect.gen(function* () {
      const call = yield* place()
      const waiting = yield* Effect.forkChild(awaitCall(call, { timeout: "10 seconds" }))
      yield* pass(10)
      assert.strictEqual((yield* Fiber.join(waiting)).status, "in-progress")
    }).pipe(inWorld())
  )

  it.effect("does not wait for a call that is over", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550111" })
      const before = yield* reads
      assert.strictEqual((yield* awaitCall(call)).id, call.id)
      assert.strictEqual(yield* reads, before)
    }).pipe(inWorld())
  )
})
