import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Emulator } from "@outbound-call/emulator"
import { CallLedger, LedgerError } from "@outbound-call/core"
import { initiate, type Options, printed } from "./FacadeRig.ts"
import { inWorld, ledgerWith, posts, type RigOptions, rings, Traffic } from "./Rig.ts"

describe("initiateCall", () => {
  it.effect("gives everything that the original service gave, and what a retry would mean", () =>
    Effect.gen(function* () {
      const { callId, callData, conversationId, ...result } = yield* initiate()
      assert.match(callId ?? "", /^call_/)
      assert.match(conversationId ?? "", /^conv_/)
      assert.deepStrictEqual(result, {
        success: true,
        dashboardUrl: `https://example.com/calls/${conversationId}`,
        monitoringData: null,
        error: null,
        phoneMayHaveRung: true,
        retrySafe: false
      })
      assert.deepInclude<object>(Object(callData), {
        success: true,
        message: "Success",
        conversation_id: conversationId
      })
      assert.strictEqual(yield* rings, 1)
    }).pipe(inWorld())
  )

  it.effect("adds a missing +", () =>
    Effect.gen(function* () {
      assert.isTrue((yield* initiate({ destinationNumber: "14155550100" })).success)
    }).pipe(inWorld())
  )

  it.effect("uses another agent and another phone number when told", () =>
    Effect.gen(function* () {
      const { callId } = yield* initiate({ agentId: "agent_plain", phoneNumberId: "phnum_exotel" })
      const call = yield* (yield* CallLedger).find(callId ?? "")
      assert.deepInclude<object>(call, { agentId: "agent_plain", phoneNumberId: "phnum_exotel" })
    }).pipe(inWorld())
  )

  it.effect("says why the provider refused, and that nothing rang", () =>
    Effect.gen(function* () {
      const result = yield* initiate({ destinationNumber: "+14155550111" })
      assert.deepInclude<object>(result, {
        success: false,
        conversationId: null,
        phoneMayHaveRung: false,
        retrySafe: true
      })
      assert.include(result.error, "geographic permissions")
      assert.deepInclude<object>(Object(result.callData), { success: false, conversation_id: null })
      assert.match(result.callId ?? "", /^call_/)
      assert.strictEqual(yield* rings, 0)
    }).pipe(inWorld())
  )

  const doubtful = [
    ["a 502", { kind: "status", status: 502 }],
    ["a broken connection", { kind: "drop" }],
    ["a timeout", { kind: "delay", delayMs: 90_000 }],
    ["an unreadable answer", { kind: "html", status: 502 }]
  ] as const
  for (const [name, fault] of doubtful) {
    it.effect(`warns that a phone may have rung after ${name}`, () =>
      Effect.gen(function* () {
        yield* (yield* Emulator).fault({ target: "dial", when: "after", ...fault })
        const result = yield* initiate({ monitor: true }, 61)
        assert.deepInclude<object>(result, {
          success: false,
          conversationId: null,
          dashboardUrl: null,
          monitoringData: null,
          phoneMayHaveRung: true,
          retrySafe: false
        })
        assert.isAbove(result.error?.length ?? 0, 10)
        assert.strictEqual(yield* rings, 1)
        assert.strictEqual(yield* posts, 1)
      }).pipe(inWorld())
    )
  }

  const refused: ReadonlyArray<readonly [name: string, options: Partial<Options>, says: string, rig?: RigOptions]> = [
    ["a number that is none", { destinationNumber: "abc" }, "not a phone number"],
    ["an emergency number", { destinationNumber: "911" }, "emergency"],
    ["a missing variable", { agentVariables: {} }, "customer_name"],
    ["an agent id that is none", { agentId: "not an id!" }, "agent"],
    ["a phone number id that is none", { phoneNumberId: "+14155550199" }, "phoneNumberId"],
    ["a wrong key", {}, "ELEVENLABS_API_KEY", { apiKey: "invalid" }],
    ["no number at all", { destinationNumber: undefined as never }, ""]
  ]
  for (const [name, options, says, rig] of refused) {
    it.effect(`dials nothing and says why for ${name}`, () =>
      Effect.gen(function* () {
        const result = yield* initiate(options)
        assert.deepInclude<object>(result, {
          success: false,
          callData: null,
          conversationId: null,
          dashboardUrl: null,
          monitoringData: null,
          callId: null,
          phoneMayHaveRung: false,
          retrySafe: true
        })
        assert.include(result.error?.toLowerCase(), says.toLowerCase())
        assert.strictEqual(yield* posts, 0)
      }).pipe(inWorld(rig))
    )
  }

  it.effect("says that a phone may have rung when the answer could not be recorded", () =>
    Effect.gen(function* () {
      assert.deepInclude<object>(yield* initiate({}, 5), { success: false, phoneMayHaveRung: true, retrySafe: false })
    }).pipe(
      inWorld({
        ledger: ledgerWith(() => ({
          record: () =>
            Effect.fail(new LedgerError({ operation: "record", phoneMayHaveRung: true, cause: "disk full" }))
        }))
      })
    )
  )

  it.effect("rings once for one idempotency key", () =>
    Effect.gen(function* () {
      const first = yield* initiate({ idempotencyKey: "order-7" })
      const second = yield* initiate({ idempotencyKey: "order-7" })
      assert.strictEqual(second.callId, first.callId)
      assert.deepStrictEqual(second, first)
      const other = yield* initiate({ idempotencyKey: "order-7", destinationNumber: "+14155550101" })
      assert.deepInclude<object>(other, { success: false, phoneMayHaveRung: false })
      assert.strictEqual(yield* rings, 1)
    }).pipe(inWorld())
  )

  it.effect("is a new call each time without a key", () =>
    Effect.gen(function* () {
      const first = yield* initiate({}, 60)
      const second = yield* initiate()
      assert.isTrue(second.success)
      assert.notStrictEqual(second.callId, first.callId)
    }).pipe(inWorld())
  )

  it.effect("monitors until the call is over", () =>
    Effect.gen(function* () {
      const result = yield* initiate({ monitor: true, monitorDuration: 60 }, 46)
      assert.deepInclude<object>(Object(result.monitoringData), { status: "done", durationSeconds: 36 })
      assert.strictEqual(result.monitoringData?.id, result.conversationId)
      assert.isTrue(result.success)
    }).pipe(inWorld())
  )

  it.effect("monitors for 30 s when not told otherwise, and is a success all the same", () =>
    Effect.gen(function* () {
      const result = yield* initiate({ monitor: true }, 30)
      assert.isTrue(result.success)
      assert.isNull(result.monitoringData)
      assert.isNull(result.error)
      const { sent } = yield* Traffic
      assert.deepStrictEqual(
        sent.filter(({ path }) => path.includes("/conversations/")).map(({ at }) => at),
        [0, 5, 10, 15, 20, 25, 30]
      )
    }).pipe(inWorld())
  )

  it.effect("is a success also when monitoring fails", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "conversation", kind: "status", status: 401 })
      const result = yield* initiate({ monitor: true }, 1)
      assert.isTrue(result.success)
      assert.isNull(result.monitoringData)
    }).pipe(inWorld())
  )

  it.effect("prints nothing unless asked", () =>
    Effect.gen(function* () {
      yield* initiate({ monitor: true }, 30)
      yield* initiate({ destinationNumber: "+14155550111" })
      yield* initiate({ destinationNumber: "abc" })
      assert.deepStrictEqual(yield* printed, [])
    }).pipe(inWorld())
  )

  it.effect("prints what happens when asked, without the whole number", () =>
    Effect.gen(function* () {
      const result = yield* initiate({ verbose: true, monitor: true, monitorDuration: 10 }, 10)
      const lines = yield* printed
      assert.strictEqual(lines[0], "Calling +1415•••0100…")
      assert.include(lines[1], result.callId ?? "?")
      assert.include(lines[1], result.conversationId ?? "?")
      assert.deepStrictEqual(lines.slice(2), ["initiated, 0 s", "in-progress, 0 s", "in-progress, 0 s"])
      assert.notInclude(lines.join("\n"), "+14155550100")
    }).pipe(inWorld())
  )

  it.effect("prints why a call failed when asked", () =>
    Effect.gen(function* () {
      const result = yield* initiate({ verbose: true, destinationNumber: "+14155550111" })
      assert.include((yield* printed).join("\n"), result.error ?? "?")
    }).pipe(inWorld())
  )
})
