import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { DialLog, Emulator } from "@outbound-call/emulator"
import { at, conversation, send } from "./Caller.ts"
import { account, endCall, placed, sidsIn, twilio, twilioList, twilioRecord } from "./TwilioCaller.ts"

const memory = Effect.provide(Emulator.layerMemory())
/** 22 November 2026, 23:59:50 UTC. */
const lateEvening = 1_795_391_990_000

const statusOf = (sid: string) => Effect.map(twilioRecord(sid), (call) => at(call, "status"))

describe("a call, as Twilio has it", () => {
  const stories: ReadonlyArray<readonly [digits: string, words: Readonly<Record<number, string>>]> = [
    ["0100", { 0: "ringing", 4: "in-progress", 40: "completed" }],
    ["0101", { 0: "ringing", 2: "busy" }],
    ["0102", { 59: "ringing", 60: "no-answer" }],
    ["0103", { 5: "ringing", 6: "busy" }],
    ["0104", { 12: "in-progress", 22: "completed" }],
    ["0105", { 4: "in-progress", 5: "completed" }],
    ["0107", { 59: "ringing", 60: "no-answer" }],
    ["0110", { 1: "failed" }]
  ]
  it.effect.each(stories.map(([digits, words]) => ({ digits, words })))(
    "…555 $digits goes its way",
    ({ digits, words }) =>
      Effect.gen(function* () {
        const { sid } = yield* placed({ to: `+1415555${digits}` })
        let now = 0
        for (const [second, word] of Object.entries(words)) {
          yield* TestClock.adjust(1000 * (Number(second) - now))
          now = Number(second)
          assert.strictEqual(yield* statusOf(sid), word, `after ${second} s`)
        }
      }).pipe(memory)
  )

  it.effect("has numbers, times and a duration only once they are known", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(lateEvening)
      const { sid } = yield* placed()
      yield* TestClock.adjust("10 seconds")
      assert.deepInclude(yield* twilioRecord(sid), { to: "+14155550100", from: "+14155550199", duration: null })
      yield* TestClock.adjust("60 seconds")
      assert.deepInclude(yield* twilioRecord(sid), {
        date_created: "Sun, 22 Nov 2026 23:59:50 +0000",
        end_time: "Mon, 23 Nov 2026 00:00:30 +0000",
        duration: "36"
      })
    }).pipe(memory)
  )

  it.effect("waits in the queue as long as it was told to when it was placed, and rings its full time", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.change({ twilioQueueSeconds: 30 })
      const { id, sid } = yield* placed({ to: "+14155550102" })
      yield* emulator.change({ twilioQueueSeconds: 0 })
      yield* TestClock.adjust("29 seconds")
      assert.deepInclude(yield* twilioRecord(sid), { status: "queued", start_time: null })
      assert.strictEqual(at(yield* conversation(id), "status"), "initiated")
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* statusOf(sid), "ringing")
      yield* TestClock.adjust("59 seconds")
      assert.strictEqual(yield* statusOf(sid), "ringing")
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* statusOf(sid), "no-answer")
      assert.strictEqual(at(yield* conversation(id), "status"), "failed")
    }).pipe(memory)
  )

  it.effect("is there for Twilio numbers only, and stays when its conversation is deleted", () =>
    Effect.gen(function* () {
      const { id, sid } = yield* placed()
      const other = yield* placed({ provider: "exotel" })
      yield* send("DELETE", `/v1/convai/conversations/${id}`)
      assert.deepStrictEqual(sidsIn(yield* twilioList()), [sid])
      assert.strictEqual((yield* twilio(`/Calls/${other.sid}.json`)).status, 404)
    }).pipe(memory)
  )
})

describe("a call that is deleted", () => {
  it.effect("is gone when it is over, and stays counted as a ring", () =>
    Effect.gen(function* () {
      const { sid } = yield* placed()
      const remove = twilio(`/Calls/${sid}.json`, "DELETE")
      assert.strictEqual((yield* remove).status, 409)
      yield* TestClock.adjust("60 seconds")
      assert.deepStrictEqual(sidsIn(yield* twilioList()), [sid])
      assert.strictEqual((yield* remove).status, 204)
      assert.strictEqual((yield* remove).status, 404)
      assert.strictEqual((yield* twilio(`/Calls/${sid}.json`)).status, 404)
      assert.deepStrictEqual(sidsIn(yield* twilioList()), [])
      assert.strictEqual((yield* (yield* Emulator).rings).total, 1)
    }).pipe(memory)
  )
})

describe("the list", () => {
  it.effect("is filtered by numbers and status, newest first", () =>
    Effect.gen(function* () {
      const first = yield* placed()
      yield* TestClock.adjust("60 seconds")
      const second = yield* placed()
      const other = yield* placed({ to: "+14155550101" })
      const list = (query: string) => Effect.map(twilioList(query), sidsIn)
      assert.deepStrictEqual(yield* list("To=%2B14155550100"), [second.sid, first.sid])
      assert.deepStrictEqual(yield* list("To=%2B14155550101&From=%2B14155550199"), [other.sid])
      assert.deepStrictEqual(yield* list("From=%2B14155550198"), [])
      assert.deepStrictEqual(yield* list("Status=completed"), [first.sid])
    }).pipe(memory)
  )

  it.effect("by start time knows whole days of UTC, and no call that still waits", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(lateEvening)
      const first = yield* placed()
      yield* TestClock.adjust("20 seconds")
      const second = yield* placed()
      yield* (yield* Emulator).change({ twilioQueueSeconds: 60 })
      const waiting = yield* placed()
      const list = (name: string, day: string) => Effect.map(twilioList(`${encodeURIComponent(name)}=${day}`), sidsIn)
      assert.deepStrictEqual(yield* list("StartTime", "2026-11-22"), [first.sid])
      assert.deepStrictEqual(yield* list("StartTime>", "2026-11-23"), [second.sid])
      assert.deepStrictEqual(yield* list("StartTime>", "2026-11-22"), [second.sid, first.sid])
      assert.deepStrictEqual(yield* list("StartTime<", "2026-11-22"), [first.sid])
      assert.include(sidsIn(yield* twilioList("To=%2B14155550100")), waiting.sid)
      assert.strictEqual((yield* twilio("/Calls.json?StartTime=yesterday")).status, 400)
    }).pipe(memory)
  )

  it.effect("comes in pages that a new call does not shift", () =>
    Effect.gen(function* () {
      const sids = yield* Effect.map(Effect.replicateEffect(placed(), 5), (calls) => calls.map(({ sid }) => sid))
      const found: Array<unknown> = []
      let next: unknown = "/Calls.json?PageSize=2&To=%2B14155550100"
      while (typeof next === "string") {
        const { body } = yield* twilio(next)
        found.push(...(at(body, "calls") as ReadonlyArray<unknown>))
        next = at(body, "next_page_uri")
        yield* placed()
      }
      assert.deepStrictEqual(sidsIn(found), sids.toReversed())
      for (const query of ["PageSize=1001", "PageSize=0", "PageToken=nonsense"]) {
        assert.deepInclude((yield* twilio(`/Calls.json?${query}`)).body, { code: 20001, status: 400 })
      }
    }).pipe(memory)
  )

  it.effect("may lag behind; the call itself does not", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).change({ twilioLagSeconds: 10 })
      const { sid } = yield* placed()
      yield* TestClock.adjust("9 seconds")
      assert.deepStrictEqual(yield* twilioList(), [])
      assert.strictEqual(yield* statusOf(sid), "in-progress")
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(sidsIn(yield* twilioList()), [sid])
    }).pipe(memory)
  )
})

describe("ending a call", () => {
  it.effect("that is talked in ends the conversation, with what was said until then", () =>
    Effect.gen(function* () {
      const { id, sid } = yield* placed({ to: "+14155550114" })
      yield* TestClock.adjust("20 seconds")
      assert.deepInclude((yield* endCall(sid)).body, { sid, status: "completed", duration: "16" })
      assert.strictEqual(at(yield* conversation(id), "status"), "processing")
      yield* TestClock.adjust("4 seconds")
      const record = yield* conversation(id)
      assert.strictEqual(at(record, "status"), "done")
      assert.strictEqual(at(record, "metadata.call_duration_secs"), 16)
      assert.strictEqual(at(record, "metadata.termination_reason"), "Call ended by remote party")
      assert.strictEqual(at(record, "analysis.call_successful"), "unknown")
      assert.strictEqual((at(record, "transcript") as ReadonlyArray<unknown>).length, 3)
      yield* TestClock.adjust("20 minutes")
      assert.deepStrictEqual(yield* conversation(id), record)
    }).pipe(memory)
  )

  for (const status of ["completed", "canceled"]) {
    it.effect(`that rings ends it with ${status}, before anybody picks up`, () =>
      Effect.gen(function* () {
        const { id, sid } = yield* placed()
        yield* TestClock.adjust("2 seconds")
        assert.deepInclude((yield* endCall(sid, status)).body, { status: "canceled", duration: null })
        yield* TestClock.adjust("60 seconds")
        const record = yield* conversation(id)
        assert.strictEqual(at(record, "status"), "failed")
        assert.strictEqual(at(record, "metadata.accepted_time_unix_secs"), null)
        assert.deepStrictEqual(at(record, "transcript"), [])
      }).pipe(memory)
    )
  }

  it.effect("with canceled leaves one alone that was picked up", () =>
    Effect.gen(function* () {
      const { sid } = yield* placed()
      yield* TestClock.adjust("10 seconds")
      assert.deepInclude((yield* endCall(sid, "canceled")).body, { status: "in-progress" })
      assert.strictEqual((yield* endCall(sid, "paused")).status, 400)
      assert.strictEqual(yield* statusOf(sid), "in-progress")
    }).pipe(memory)
  )

  it.effect("that is over, or unknown, is refused and changes nothing", () =>
    Effect.gen(function* () {
      const { id, sid } = yield* placed()
      yield* TestClock.adjust("60 seconds")
      const record = yield* conversation(id)
      assert.deepInclude((yield* endCall(sid)).body, { code: 21220, status: 400 })
      assert.deepInclude((yield* endCall("CA1")).body, { code: 20404, status: 404 })
      assert.deepStrictEqual(yield* conversation(id), record)
    }).pipe(memory)
  )

  it.effect("that is stuck ends it for Twilio; the provider's record stays as it is", () =>
    Effect.gen(function* () {
      const { id, sid } = yield* placed({ to: "+14155550107" })
      assert.deepInclude((yield* endCall(sid)).body, { status: "canceled" })
      assert.strictEqual(at(yield* conversation(id), "status"), "initiated")
    }).pipe(memory)
  )

  it.effect("counts from the time that the clock was moved on, and from the process that asked", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { id, sid } = yield* placed({ to: "+14155550114" })
      yield* emulator.advance("100 seconds")
      yield* endCall(sid)
      yield* emulator.advance("100 seconds")
      assert.strictEqual(at(yield* conversation(id), "metadata.call_duration_secs"), 96)
    }).pipe(memory)
  )
})

describe("two processes that end one call", () => {
  it.effect("end it once: the earlier one counts", () =>
    Effect.gen(function* () {
      const log = yield* DialLog
      const { id } = yield* placed({ to: "+14155550114" })
      for (const at of [10_000, 20_000]) yield* log.append({ _tag: "hang-up", conversationId: id, at })
      yield* TestClock.adjust("60 seconds")
      assert.strictEqual(at(yield* conversation(id), "metadata.call_duration_secs"), 6)
    }).pipe(Effect.provide(Emulator.layer().pipe(Layer.provideMerge(DialLog.layerMemory))))
  )
})

describe("credentials", () => {
  it.effect("are asked for, and any that are not invalid will do", () =>
    Effect.gen(function* () {
      for (const headers of [{}, { authorization: "Bearer x" }, { authorization: "Basic !" }]) {
        const answer = yield* send("GET", `/2010-04-01/Accounts/${account}/Calls.json`, undefined, headers)
        assert.strictEqual(answer.status, 401)
      }
      assert.deepInclude((yield* twilio("/Calls.json", "GET", "", "invalid-token")).body, { code: 20003 })
      assert.strictEqual((yield* twilio("/Calls.json")).status, 200)
      assert.strictEqual((yield* twilio("/Messages.json")).status, 404)
    }).pipe(memory)
  )

  it.effect("of another account work, and find neither calls nor numbers", () =>
    Effect.gen(function* () {
      const { sid } = yield* placed()
      const other = `/2010-04-01/Accounts/ACffff${"0".repeat(28)}`
      assert.deepInclude((yield* twilio(`${other}/Calls.json`)).body, { calls: [] })
      assert.strictEqual((yield* twilio(`${other}/Calls/${sid}.json`)).status, 404)
      assert.deepInclude((yield* twilio(`${other}/IncomingPhoneNumbers.json`)).body, { incoming_phone_numbers: [] })
      const mine = (yield* twilio("/IncomingPhoneNumbers.json?PhoneNumber=%2B14155550199")).body
      assert.strictEqual(at(mine, "incoming_phone_numbers.0.phone_number"), "+14155550199")
    }).pipe(memory)
  )
})

describe("a fault", () => {
  it.effect("is in Twilio's words, and waits for Twilio's requests only", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "twilio", kind: "rate-limited", retryAfterSeconds: 2 })
      const { id } = yield* placed()
      assert.strictEqual(at(yield* conversation(id), "status"), "initiated")
      const limited = yield* twilio("/Calls.json")
      assert.deepInclude(limited.body, { code: 20429, status: 429 })
      assert.strictEqual(limited.headers["retry-after"], "2")
      assert.strictEqual((yield* twilio("/Calls.json")).status, 200)
    }).pipe(memory)
  )

  it.effect("before: nothing is ended; after: it is, and nobody hears of it", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { sid } = yield* placed()
      for (const kind of ["drop", "truncate"] as const) {
        yield* emulator.fault({ target: "twilio", kind })
        assert.strictEqual((yield* endCall(sid)).fault, kind)
        assert.strictEqual(yield* statusOf(sid), "ringing")
      }
      yield* emulator.fault({ target: "twilio", kind: "drop", when: "after" })
      assert.strictEqual((yield* endCall(sid)).fault, "drop")
      assert.strictEqual(yield* statusOf(sid), "canceled")
    }).pipe(memory)
  )
})
