import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { DialLog, Emulator, type FaultRequest } from "@outbound-call/emulator"
import { at, dial, dialled, get, listed, listedIds, rows } from "./Caller.ts"

const spoils: ReadonlyArray<{
  readonly name: string
  readonly fault: Omit<FaultRequest, "target" | "when">
  readonly shows: (answer: { status: number; headers: Readonly<Record<string, string>>; body: unknown }) => void
  readonly transport?: "drop" | "truncate"
}> = [
  {
    name: "a 502 in the provider's JSON",
    fault: { kind: "status" },
    shows: (answer) => {
      assert.strictEqual(answer.status, 502)
      assert.strictEqual(at(answer.body, "detail.code"), "internal_error")
    }
  },
  {
    name: "a 503 with Retry-After",
    fault: { kind: "status", status: 503, retryAfterSeconds: 3 },
    shows: (answer) => {
      assert.strictEqual(answer.status, 503)
      assert.strictEqual(answer.headers["retry-after"], "3")
    }
  },
  {
    name: "an HTML 403",
    fault: { kind: "html", status: 403 },
    shows: (answer) => {
      assert.strictEqual(answer.status, 403)
      assert.match(answer.headers["content-type"] ?? "", /^text\/html/)
      assert.match(String(answer.body), /^<!DOCTYPE html>/)
    }
  },
  {
    name: "a 429 without Retry-After",
    fault: { kind: "rate-limited" },
    shows: (answer) => {
      assert.strictEqual(answer.status, 429)
      assert.strictEqual(at(answer.body, "detail.code"), "rate_limit_exceeded")
      assert.isUndefined(answer.headers["retry-after"])
    }
  },
  {
    name: "a 429 for concurrency, whose code and status differ",
    fault: { kind: "rate-limited", code: "concurrent_limit_exceeded", retryAfterSeconds: 7 },
    shows: (answer) => {
      assert.strictEqual(at(answer.body, "detail.code"), "concurrent_limit_exceeded")
      assert.strictEqual(at(answer.body, "detail.status"), "too_many_concurrent_requests")
      assert.strictEqual(answer.headers["retry-after"], "7")
    }
  },
  {
    name: "success without ids",
    fault: { kind: "no-ids" },
    shows: (answer) => {
      assert.strictEqual(answer.status, 200)
      assert.deepStrictEqual(answer.body, {
        success: true,
        message: "Success",
        conversation_id: null,
        callSid: null
      })
    }
  },
  {
    name: "success false",
    fault: { kind: "not-success" },
    shows: (answer) => {
      assert.strictEqual(answer.status, 200)
      assert.strictEqual(at(answer.body, "success"), false)
    }
  },
  { name: "a dropped connection", fault: { kind: "drop" }, shows: () => {}, transport: "drop" },
  {
    name: "a truncated answer",
    fault: { kind: "truncate" },
    shows: (answer) => assert.strictEqual(answer.status, 200),
    transport: "truncate"
  }
]

const data = { user_id: "call_1" }
const variables = { customer_name: "Ada", outbound_call_id: "call_1" }
const byUser = "user_id=call_1"
const byVariable = "dynamic_variable_params=outbound_call_id%3Aeq%3Acall_1"

describe("a dial fault", () => {
  for (const { fault, name, shows, transport } of spoils) {
    it.effect(`before: ${name}, and nothing rang`, () =>
      Effect.gen(function* () {
        const emulator = yield* Emulator
        yield* emulator.fault({ target: "dial", when: "before", ...fault })
        const answer = yield* dial({ data, variables })
        shows(answer)
        assert.strictEqual(answer.fault, transport)
        assert.strictEqual((yield* emulator.rings).total, 0)
        assert.deepStrictEqual(yield* listedIds(byUser), [])
        yield* dialled()
      }).pipe(Effect.provide(Emulator.layerMemory()))
    )

    it.effect(`after: ${name}, and the call is there to be found`, () =>
      Effect.gen(function* () {
        const emulator = yield* Emulator
        yield* emulator.fault({ target: "dial", when: "after", ...fault })
        const answer = yield* dial({ data, variables })
        shows(answer)
        assert.strictEqual(answer.fault, transport)
        const report = yield* emulator.rings
        assert.deepStrictEqual(
          report.rings.map((ring) => ring.fault),
          [fault.kind]
        )
        const ids = report.rings.map((ring) => ring.conversationId)
        assert.deepStrictEqual(yield* listedIds(byUser), ids)
        assert.deepStrictEqual(yield* listedIds(byVariable), ids)
        yield* dialled()
      }).pipe(Effect.provide(Emulator.layerMemory()))
    )
  }

  it.effect("delay before: places the call only after the wait", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "dial", when: "before", kind: "delay", delayMs: 5000 })
      const waiting = yield* Effect.forkChild(dialled())
      yield* TestClock.adjust("4999 millis")
      assert.strictEqual((yield* emulator.rings).total, 0)
      yield* TestClock.adjust("1 millis")
      yield* Fiber.join(waiting)
      assert.strictEqual((yield* emulator.rings).total, 1)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("delay after: the call is there while the answer waits", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "dial", when: "after", kind: "delay", delayMs: 5000 })
      const waiting = yield* Effect.forkChild(dialled({ data }))
      yield* TestClock.adjust("4999 millis")
      assert.isUndefined(waiting.pollUnsafe())
      assert.strictEqual((yield* listedIds(byUser)).length, 1)
      yield* TestClock.adjust("1 millis")
      assert.deepStrictEqual(yield* listedIds(byUser), [yield* Fiber.join(waiting)])
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("spells the SIP call id its own way", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", kind: "no-ids" })
      const answer = yield* dial({ provider: "sip-trunk" })
      assert.strictEqual(at(answer.body, "sip_call_id"), null)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("strikes as often as told, in the order given, and only the number it waits for", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "dial", kind: "status", status: 500, times: 2, toNumber: "+14155550101" })
      yield* emulator.fault({ target: "any", kind: "status", status: 503 })
      assert.strictEqual((yield* dial()).status, 503)
      assert.strictEqual((yield* dial()).status, 200)
      const statuses = [
        yield* dial({ to: "+14155550101" }),
        yield* dial({ to: "+14155550101" }),
        yield* dial({ to: "+14155550101" })
      ].map((answer) => answer.status)
      assert.deepStrictEqual(statuses, [500, 500, 200])
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("is not spent on a dial that is refused anyway", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", kind: "status" })
      assert.strictEqual((yield* dial({ agent: "agent_other" })).status, 404)
      assert.strictEqual((yield* dial({ key: "invalid" })).status, 401)
      assert.strictEqual((yield* dial()).status, 502)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )
})

describe("a fault that another process claims in the same moment", () => {
  const overtaken = Layer.effect(
    DialLog,
    Effect.map(DialLog, (log) =>
      DialLog.of({
        read: log.read,
        append: (entry) =>
          entry._tag === "fault-claimed"
            ? Effect.andThen(log.append({ ...entry, claim: "the other process" }), log.append(entry))
            : log.append(entry)
      })
    )
  ).pipe(Layer.provide(DialLog.layerMemory))

  it.effect("strikes there, not here", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", kind: "status" })
      assert.strictEqual((yield* dial()).status, 200)
    }).pipe(Effect.provide(Emulator.layer().pipe(Layer.provide(overtaken))))
  )
})

describe("a fault of reading", () => {
  it.effect("strikes the list, the conversation, or any request", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const id = yield* dialled()
      yield* emulator.fault({ target: "list", kind: "status" })
      yield* emulator.fault({ target: "conversation", kind: "html" })
      const list = "/v1/convai/conversations"
      assert.strictEqual((yield* get("/v1/user")).status, 200)
      assert.strictEqual((yield* get(`${list}/${id}`)).headers["content-type"], "text/html; charset=UTF-8")
      assert.strictEqual((yield* get(list)).status, 502)
      assert.strictEqual(rows(yield* listed()).length, 1)
      yield* emulator.fault({ target: "any", kind: "drop" })
      assert.strictEqual((yield* get("/v1/user")).fault, "drop")
      yield* emulator.fault({ target: "list", kind: "truncate" })
      assert.strictEqual((yield* get(list)).fault, "truncate")
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("that makes no sense is refused with a sentence", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const wrong: ReadonlyArray<readonly [FaultRequest, RegExp]> = [
        [{ target: "list", kind: "no-ids" }, /answer to a dial/],
        [{ target: "list", kind: "status", toNumber: "+14155550100" }, /among dials/],
        [{ target: "dial", kind: "delay" }, /needs delayMs/],
        [{ target: "dial", kind: "status", status: 200 }, /not understood/]
      ]
      for (const [fault, sentence] of wrong) {
        assert.match((yield* Effect.flip(emulator.fault(fault))).message, sentence)
      }
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )
})
