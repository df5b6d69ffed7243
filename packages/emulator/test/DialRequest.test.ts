import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { DialLog, Emulator } from "@outbound-call/emulator"
import { at, dial, dialBody, dialled, get, listedIds, send } from "./Caller.ts"

const path = "/v1/convai/twilio/outbound-call"

/** A log that takes two seconds for each line. */
const slowLog = Layer.effect(
  DialLog,
  Effect.map(DialLog, (log) =>
    DialLog.of({ read: log.read, append: (entry) => Effect.andThen(Effect.sleep("2 seconds"), log.append(entry)) })
  )
).pipe(Layer.provide(DialLog.layerMemory))

describe("a dial", () => {
  it.effect("is new each time, even with the same body, and counted by number", () =>
    Effect.gen(function* () {
      const ids = [yield* dialled(), yield* dialled(), yield* dialled({ to: "+14155550101" })]
      assert.strictEqual(new Set(ids).size, 3)
      const report = yield* (yield* Emulator).rings
      assert.deepStrictEqual(report.byNumber, { "+14155550100": 2, "+14155550101": 1 })
      assert.deepStrictEqual(
        report.rings.map((ring) => ring.conversationId),
        ids
      )
      assert.strictEqual((yield* listedIds()).length, 3)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("answers in the spelling of its provider", () =>
    Effect.gen(function* () {
      const twilio = yield* dial()
      assert.match(String(at(twilio.body, "conversation_id")), /^conv_[0-9a-z]{26}$/)
      assert.match(String(at(twilio.body, "callSid")), /^CA[0-9a-f]{32}$/)
      const exotel = yield* dial({ provider: "exotel" })
      assert.match(String(at(exotel.body, "callSid")), /^CA[0-9a-f]{32}$/)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("is placed although the caller is gone before it is written down", () =>
    Effect.gen(function* () {
      const waiting = yield* Effect.forkChild(dial())
      yield* TestClock.adjust("1 second")
      const interrupted = yield* Effect.forkChild(Fiber.interrupt(waiting))
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(interrupted)
      assert.strictEqual((yield* (yield* Emulator).rings).total, 1)
    }).pipe(Effect.provide(Emulator.layer().pipe(Layer.provide(slowLog))))
  )

  it.effect("without required fields gets 422 with one entry for each", () =>
    Effect.gen(function* () {
      const answer = yield* send("POST", path, { to_number: 5, telephony_call_config: { ringing_timeout_secs: 0 } })
      assert.strictEqual(answer.status, 422)
      assert.deepStrictEqual(at(answer.body, "detail"), [
        { type: "missing", loc: ["body", "agent_id"], msg: "Field required" },
        { type: "missing", loc: ["body", "agent_phone_number_id"], msg: "Field required" },
        { type: "string_type", loc: ["body", "to_number"], msg: "Input should be a valid string", input: 5 },
        {
          type: "greater_than_equal",
          loc: ["body", "telephony_call_config", "ringing_timeout_secs"],
          msg: "Input should be greater than or equal to 1",
          input: 0
        }
      ])
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("that is not JSON, or not an object, gets 422", () =>
    Effect.gen(function* () {
      const broken = yield* send("POST", path, "{")
      assert.deepStrictEqual([broken.status, at(broken.body, "detail.0.type")], [422, "json_invalid"])
      const list = yield* send("POST", path, "[]")
      assert.deepStrictEqual([list.status, at(list.body, "detail.0.loc")], [422, ["body"]])
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("for an unknown agent or phone number gets 404 and rings nobody", () =>
    Effect.gen(function* () {
      const agent = yield* dial({ agent: "agent_other" })
      assert.strictEqual(agent.status, 404)
      assert.strictEqual(at(agent.body, "detail.code"), "agent_not_found")
      assert.strictEqual(at(agent.body, "detail.status"), "document_not_found")
      const phone = yield* dial({ phone: "phnum_other" })
      assert.strictEqual(phone.status, 404)
      assert.strictEqual(at(phone.body, "detail.code"), "phone_number_not_found")
      assert.strictEqual((yield* (yield* Emulator).rings).total, 0)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("through the endpoint of another provider, or a line for inbound only, gets 400 and rings nobody", () =>
    Effect.gen(function* () {
      for (const answer of [yield* dial({ phone: "phnum_sip" }), yield* dial({ phone: "phnum_inbound" })]) {
        assert.strictEqual(answer.status, 400)
        assert.strictEqual(at(answer.body, "detail.type"), "validation_error")
        assert.strictEqual(at(answer.body, "detail.param"), "agent_phone_number_id")
      }
      assert.strictEqual((yield* (yield* Emulator).rings).total, 0)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )
})

describe("a key", () => {
  const expectations: ReadonlyArray<readonly [string, string, string | undefined]> = [
    ["", "needs_authorization", "missing_api_key"],
    ["invalid-1", "invalid_api_key", "unauthorized"],
    ["readonly-1", "missing_permissions", undefined]
  ]
  for (const [key, status, code] of expectations) {
    it.effect(`${key === "" ? "that is missing" : key} cannot dial: 401 ${status}`, () =>
      Effect.gen(function* () {
        const answer = yield* send("POST", path, dialBody({}), key === "" ? {} : { "xi-api-key": key })
        assert.strictEqual(answer.status, 401)
        assert.strictEqual(at(answer.body, "detail.status"), status)
        assert.strictEqual(at(answer.body, "detail.code"), code)
        assert.strictEqual((yield* (yield* Emulator).rings).total, 0)
      }).pipe(Effect.provide(Emulator.layerMemory()))
    )
  }

  it.effect("that may only read can list, but not delete", () =>
    Effect.gen(function* () {
      const id = yield* dialled()
      const headers = { "xi-api-key": "readonly-1" }
      assert.strictEqual((yield* send("GET", "/v1/convai/conversations", undefined, headers)).status, 200)
      assert.strictEqual((yield* send("DELETE", `/v1/convai/conversations/${id}`, undefined, headers)).status, 401)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )
})

describe("any answer", () => {
  it.effect("carries a request id and a date; unknown routes and methods answer as the provider does", () =>
    Effect.gen(function* () {
      const unknown = yield* get("/v1/convai/nothing")
      assert.deepStrictEqual([unknown.status, unknown.body], [404, { detail: "Not Found" }])
      const wrong = yield* send("PUT", "/v1/convai/conversations")
      assert.deepStrictEqual([wrong.status, wrong.body], [405, { detail: "Method Not Allowed" }])
      for (const answer of [unknown, wrong, yield* get("/v1/user")]) {
        assert.match(answer.headers["x-request-id"] ?? "", /^[0-9a-f]{32}$/)
        assert.strictEqual(answer.headers["date"], "Thu, 01 Jan 1970 00:00:00 GMT")
      }
      const missing = yield* get("/v1/convai/conversations/%20nonsense%2f")
      assert.strictEqual(missing.status, 404)
      assert.strictEqual(at(missing.body, "detail.code"), "conversation_not_found")
      assert.strictEqual(at(missing.body, "detail.status"), "conversation_history_not_found")
      assert.strictEqual(at(missing.body, "detail.request_id"), missing.headers["x-request-id"])
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )
})
