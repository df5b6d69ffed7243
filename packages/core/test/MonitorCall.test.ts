import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { Emulator } from "@outbound-call/emulator"
import { CallLedger, type Conversation, monitorCall, type MonitorOptions } from "@outbound-call/core"
import { inWorld, pass, place, Traffic } from "./Rig.ts"

const looks = Effect.map(Traffic, ({ sent }) =>
  sent.filter(({ path }) => path.startsWith("/v1/convai/conversations/")).map(({ at }) => at)
)

const monitor = Effect.fnUntraced(function* (id: string | null, seconds: number, options?: MonitorOptions) {
  const monitoring = yield* Effect.forkChild(monitorCall(id ?? "none", options))
  yield* pass(seconds)
  assert.isDefined(monitoring.pollUnsafe(), "it has not ended")
  return yield* Fiber.join(monitoring)
})

describe("monitorCall", () => {
  it.effect("looks seven times in its 30 s, and gives null when the call goes on", () =>
    Effect.gen(function* () {
      const call = yield* place()
      assert.isNull(yield* monitor(call.conversationId, 30))
      assert.deepStrictEqual(yield* looks, [0, 5, 10, 15, 20, 25, 30])
      yield* pass(30)
      assert.strictEqual((yield* looks).length, 7)
    }).pipe(inWorld())
  )

  it.effect("ends early, with the whole record", () =>
    Effect.gen(function* () {
      const call = yield* place()
      const conversation = yield* monitor(call.conversationId, 46, { duration: "2 minutes" })
      assert.deepInclude<object | null>(conversation, { id: call.conversationId, status: "done", durationSeconds: 36 })
      assert.strictEqual(conversation?.turns.length, 7)
      assert.strictEqual((yield* looks).at(-1), 45)
    }).pipe(inWorld())
  )

  it.effect("looks once at a call that is over", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550101" })
      yield* pass(10)
      assert.strictEqual((yield* monitor(call.conversationId, 0))?.status, "failed")
      assert.strictEqual((yield* looks).length, 1)
    }).pipe(inWorld())
  )

  it.effect("looks at its own interval, and a last time when the duration is over", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550107" })
      assert.isNull(yield* monitor(call.conversationId, 10, { duration: "10 seconds", checkInterval: "4 seconds" }))
      assert.deepStrictEqual(yield* looks, [0, 4, 8, 10])
    }).pipe(inWorld())
  )

  it.effect("takes a duration of nothing for one look", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550107" })
      assert.isNull(yield* monitor(call.conversationId, 0, { duration: 0 }))
      assert.strictEqual((yield* looks).length, 1)
    }).pipe(inWorld())
  )

  it.effect("tells what each look showed", () =>
    Effect.gen(function* () {
      const shown: Array<Conversation["status"]> = []
      const call = yield* place({ to: "+14155550104" })
      yield* monitor(call.conversationId, 30, { onLook: ({ status }) => Effect.sync(() => void shown.push(status)) })
      assert.deepStrictEqual(shown, [
        "initiated",
        "initiated",
        "initiated",
        "in-progress",
        "in-progress",
        "processing",
        "done"
      ])
    }).pipe(inWorld())
  )

  it.effect("records what it learns about a call of ours, asked for by either id", () =>
    Effect.gen(function* () {
      for (const to of ["+14155550101", "+14155550103"]) {
        const call = yield* place({ to })
        const id = to.endsWith("1") ? call.id : call.conversationId
        assert.strictEqual((yield* monitor(id, 10))?.status, "failed")
        assert.strictEqual((yield* (yield* CallLedger).find(call.id)).status, "failed")
      }
    }).pipe(inWorld())
  )

  it.effect("monitors a conversation that is not ours, and records nothing", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.handle({
        method: "POST",
        url: "/v1/convai/twilio/outbound-call",
        headers: { "xi-api-key": "k" },
        body: JSON.stringify({
          agent_id: "agent_plain",
          agent_phone_number_id: "phnum_demo",
          to_number: "+14155550101"
        })
      })
      const [ring] = (yield* emulator.rings).rings
      assert.strictEqual((yield* monitor(ring?.conversationId ?? null, 5))?.status, "failed")
      assert.strictEqual(
        (yield* Effect.flip((yield* CallLedger).find(ring?.conversationId ?? "")))._tag,
        "CallNotFound"
      )
    }).pipe(inWorld())
  )

  it.effect("fails at once for an unknown conversation and for a refused key", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* Effect.flip(monitorCall("conv_nothing")))._tag, "CallNotFound")
      const call = yield* place()
      yield* (yield* Emulator).fault({ target: "conversation", kind: "status", status: 401 })
      assert.strictEqual((yield* Effect.flip(monitorCall(call.id)))._tag, "ProviderError")
    }).pipe(inWorld())
  )
})
