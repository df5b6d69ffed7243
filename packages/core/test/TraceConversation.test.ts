import { assert, describe, it } from "@effect/vitest"
import {
  CarrierAccount,
  type Conversation,
  ConversationId,
  MemoryLedger,
  ProviderAccount,
  VoiceProvider
} from "@outbound-call/core"
import { traceConversation } from "@outbound-call/core/TraceConversation"
import { Effect, Layer } from "effect"
import { sampleId, sampleIdentity } from "./SampleCall.ts"
import { sampleConversation, samplePhoneCall } from "./SampleConversation.ts"

const trace = (change: Partial<Conversation>) =>
  traceConversation(ConversationId.make("conv_1")).pipe(
    Effect.provide(
      Layer.mergeAll(
        MemoryLedger.layer,
        CarrierAccount.absent("Twilio credentials"),
        Layer.mock(ProviderAccount, {}),
        Layer.mock(VoiceProvider, {
          identity: () => sampleIdentity,
          conversation: () => Effect.succeed(sampleConversation(change))
        })
      )
    )
  )

describe("a conversation that no call here has", () => {
  it.effect("is foreign when its complete record shows no outbound phone call", () =>
    Effect.gen(function* () {
      for (const phoneCall of [null, { ...samplePhoneCall, direction: "inbound" }]) {
        assert.strictEqual(yield* trace({ status: "done", phoneCall }), "foreign")
        assert.strictEqual(yield* trace({ status: "failed", phoneCall }), "foreign")
        for (const status of ["initiated", "in-progress", "processing", "on-hold"]) {
          assert.strictEqual(yield* trace({ status, phoneCall }), "untold", status)
        }
      }
    })
  )

  it.effect("is not foreign when somebody was called, whoever asked for it", () =>
    Effect.gen(function* () {
      for (const direction of ["outbound", null, "sideways"]) {
        const traced = yield* trace({ status: "done", phoneCall: { ...samplePhoneCall, direction } })
        assert.strictEqual(traced, direction === "sideways" ? "foreign" : "untold")
      }
    })
  )

  it.effect("that names a call of another ledger is an error, and no stranger's", () =>
    Effect.gen(function* () {
      const variables = { outbound_call_id: sampleId(7) }
      const error = yield* Effect.flip(trace({ status: "done", phoneCall: null, variables }))
      assert.strictEqual(error._tag, "CallNotFound")
    })
  )
})
