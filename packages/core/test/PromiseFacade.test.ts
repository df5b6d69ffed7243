import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { LedgerError, makePromiseFacade } from "@outbound-call/core"
import { Emulator } from "@outbound-call/emulator"
import { during, facade, initiate, printed, type Services } from "./FacadeRig.ts"
import { inWorld, ledgerWith, pass, posts, settle } from "./Rig.ts"

describe("monitorCall", () => {
  const placed = (digits: string) =>
    Effect.map(initiate({ destinationNumber: `+1415555${digits}` }), ({ conversationId }) => conversationId ?? "none")

  it.effect("gives the conversation as soon as it is over", () =>
    Effect.gen(function* () {
      const id = yield* placed("0101")
      const details = yield* during(5, (service) => service.monitorCall(id))
      assert.deepInclude<object>(Object(details), { id, status: "failed" })
      assert.deepStrictEqual(yield* printed, [])
    }).pipe(inWorld())
  )

  it.effect("gives null when the time runs out", () =>
    Effect.gen(function* () {
      const id = yield* placed("0107")
      assert.isNull(yield* during(30, (service) => service.monitorCall(id)))
      assert.isNull(yield* during(4, (service) => service.monitorCall(id, { duration: 4, checkInterval: 1 })))
    }).pipe(inWorld())
  )

  it.effect("gives null for an unknown conversation, and prints what it sees only when asked", () =>
    Effect.gen(function* () {
      assert.isNull(yield* during(0, (service) => service.monitorCall("conv_nothing")))
      const id = yield* placed("0101")
      yield* during(5, (service) => service.monitorCall(id, { verbose: true }))
      assert.deepStrictEqual(yield* printed, ["initiated, 0 s", "failed, 0 s"])
    }).pipe(inWorld())
  )
})

describe("getConversationDetails and getConversationTranscript", () => {
  it.effect("give what is there, as plain JSON", () =>
    Effect.gen(function* () {
      const { conversationId } = yield* initiate({}, 60)
      const details = yield* during(0, (service) => service.getConversationDetails(conversationId ?? ""))
      assert.deepInclude<object>(Object(details), { id: conversationId, status: "done", durationSeconds: 36 })
      assert.strictEqual(details?.startedAt, "2026-11-22T12:00:00.000Z")
      assert.deepInclude<object>(Object(details?.record), { conversation_id: conversationId, status: "done" })
      assert.deepStrictEqual(JSON.parse(JSON.stringify(details)), details)
      const text = yield* during(0, (service) => service.getConversationTranscript(conversationId ?? ""))
      assert.strictEqual(text?.split("\n")[0], "[00:00] Agent: Hello Ada, this is the demo line. Do you have a minute?")
      assert.strictEqual(text?.split("\n").length, 7)
    }).pipe(inWorld())
  )

  it.effect("give null where there is nothing", () =>
    Effect.gen(function* () {
      const { conversationId } = yield* initiate()
      assert.isNull(yield* during(0, (service) => service.getConversationTranscript(conversationId ?? "")))
      for (const id of ["conv_nothing", "", "../agents", "call_00000000000000000000000000"]) {
        assert.isNull(yield* during(0, (service) => service.getConversationDetails(id)), id)
        assert.isNull(yield* during(0, (service) => service.getConversationTranscript(id)), id)
      }
    }).pipe(inWorld())
  )
})

describe("the facade", () => {
  const cause = "The ledger cannot be opened."
  const failure = new LedgerError({ operation: "open", phoneMayHaveRung: false, cause })
  const broken = [
    ["fails", Layer.effectContext<Services, LedgerError, never>(Effect.fail(failure))],
    ["dies", Layer.effectContext<Services, never, never>(Effect.die(cause))]
  ] as const
  for (const [how, layer] of broken) {
    it(`never throws, also when its layer ${how}`, async () => {
      const service = makePromiseFacade<LedgerError>(layer)
      const result = await service.initiateCall({ destinationNumber: "+14155550100" })
      assert.deepInclude<object>(result, { success: false, callId: null, phoneMayHaveRung: false, retrySafe: true })
      assert.include(result.error, cause)
      assert.isNull(await service.monitorCall("conv_1"))
      assert.isNull(await service.getConversationDetails("conv_1"))
      assert.isNull(await service.getConversationTranscript("conv_1"))
      await service.close()
    })
  }

  it.effect("is closed only when the call that is being placed has its answer", () =>
    Effect.gen(function* () {
      yield* Effect.orDie((yield* Emulator).fault({ target: "dial", when: "after", kind: "delay", delayMs: 3_000 }))
      const service = yield* facade
      const placing = service.initiateCall({
        destinationNumber: "+14155550100",
        agentVariables: { customer_name: "Ada" }
      })
      yield* settle
      const closed = service.close()
      yield* pass(4)
      const result = yield* Effect.promise(() => placing)
      yield* Effect.promise(() => closed)
      assert.deepInclude<object>(result, { success: true, phoneMayHaveRung: true, retrySafe: false })
      assert.isNotNull(result.conversationId)
      assert.strictEqual(yield* posts, 1)
    }).pipe(inWorld())
  )

  it.effect("does not call a retry safe when placing broke down in an unforeseen way", () =>
    Effect.gen(function* () {
      const result = yield* initiate()
      assert.deepInclude<object>(result, { success: false, phoneMayHaveRung: true, retrySafe: false })
    }).pipe(inWorld({ ledger: ledgerWith(() => ({ record: () => Effect.die("a fault") })) }))
  )

  it.effect("never throws after it was closed", () =>
    Effect.gen(function* () {
      const service = yield* facade
      const results = yield* Effect.promise(async () => {
        await service.close()
        await service.close()
        return [
          (await service.initiateCall({ destinationNumber: "+14155550100" })).success,
          await service.getConversationDetails("conv_1")
        ]
      })
      assert.deepStrictEqual(results, [false, null])
    }).pipe(inWorld())
  )

  it.effect("never throws for what only JavaScript lets through", () =>
    Effect.gen(function* () {
      const service = yield* facade
      const calls = yield* Effect.promise(() =>
        Promise.all([
          service.initiateCall(undefined as never),
          service.initiateCall({} as never),
          service.initiateCall({ destinationNumber: 14155550100, verbose: true } as never),
          service.initiateCall({ destinationNumber: "+14155550100", agentVariables: null } as never)
        ])
      )
      for (const call of calls) assert.isFalse(call.success)
      const others = yield* Effect.promise(() =>
        Promise.all([service.monitorCall(null as never), service.getConversationDetails({} as never)])
      )
      assert.deepStrictEqual(others, [null, null])
      assert.strictEqual(yield* posts, 0)
    }).pipe(inWorld())
  )
})
