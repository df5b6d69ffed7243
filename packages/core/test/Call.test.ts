import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import {
  Call,
  type CallProblem,
  type NumberedCall,
  type CallStatus,
  CallStatus as Statuses,
  CallView,
  ConversationId,
  dashboardUrl,
  identityKey,
  isFinal,
  isLive,
  phoneMayHaveRung,
  retrySafe,
  viewCall
} from "@outbound-call/core"
import { sampleCall, sampleIdentity } from "./SampleCall.ts"

const problem = (code: CallProblem["code"]): CallProblem => ({ code, message: "Why.", status: 500 })
const conversationId = ConversationId.make("conv_1")

/** Of each state: is it final, may a phone have rung, is a retry safe. */
const table: ReadonlyArray<
  readonly [status: CallStatus, change: Partial<NumberedCall>, final: boolean, rang: boolean, safe: boolean]
> = [
  ["planned", {}, false, false, false],
  ["dialing", {}, false, true, false],
  ["unknown", { problem: problem("no-clear-answer") }, false, true, false],
  ["unknown", { problem: problem("rate-limited") }, false, true, false],
  ["initiated", { conversationId }, false, true, false],
  ["in-progress", { conversationId }, false, true, false],
  ["processing", { conversationId }, false, true, false],
  ["done", { conversationId, outcome: "answered" }, true, true, false],
  ["done", { conversationId, outcome: "voicemail" }, true, true, false],
  ["failed", { problem: problem("rejected") }, true, false, true],
  ["failed", { conversationId, problem: problem("call-failed") }, true, true, false],
  ["failed", { problem: null }, true, true, false],
  ["refused", {}, true, false, true],
  ["cancelled", {}, true, false, true],
  ["cancelled", { conversationId }, true, true, false],
  ["not-placed", { problem: problem("not-sent") }, true, false, true]
]

describe("a call", () => {
  it.each(table.map(([status, change, final, rang, safe]) => ({ status, change, final, rang, safe })))(
    "that is $status: final $final, may have rung $rang, retry safe $safe",
    ({ change, final, rang, safe, status }) => {
      const call = sampleCall({ status, ...change })
      assert.strictEqual(isFinal(call), final)
      assert.strictEqual(isLive(call), !final)
      assert.strictEqual(phoneMayHaveRung(call), rang)
      assert.strictEqual(retrySafe(call), safe)
    }
  )

  it("has every state in the table", () =>
    assert.deepStrictEqual(new Set(table.map(([status]) => status)), new Set(Statuses.literals)))

  it("says what to do next in every state, and never to dial again while its fate is unknown", () => {
    for (const [status, change] of table) {
      const { nextStep } = viewCall(sampleCall({ status, ...change }))
      assert.match(nextStep, /\.$/, status)
      if (status === "unknown") assert.include(nextStep, "Do not call again")
    }
  })

  it("is shown as JSON without fence and account", () => {
    const call = sampleCall({ status: "initiated", conversationId })
    const shown = JSON.parse(JSON.stringify(Schema.encodeSync(CallView)(viewCall(call)))) as object
    assert.deepInclude(shown, {
      id: call.id,
      status: "initiated",
      dashboardUrl: "https://example.com/calls/conv_1",
      createdAt: "2026-11-22T12:00:00.000Z",
      phoneMayHaveRung: true
    })
    for (const field of ["epoch", "identity", "owner", "variables", "userId"]) assert.notProperty(shown, field)
  })

  it("is written down and read back whole", () => {
    for (const [status, change] of table) {
      const call = sampleCall({ status, ...change })
      assert.deepStrictEqual(
        Schema.decodeUnknownSync(Call)(JSON.parse(JSON.stringify(Schema.encodeSync(Call)(call)))),
        call
      )
    }
  })

  it("has a link only once it has a conversation", () => assert.isNull(dashboardUrl(sampleCall())))
})

describe("identityKey", () => {
  it("tells accounts apart by everything but the dashboard and the carrier's account", () => {
    const others = [
      { kind: "elevenlabs" as const },
      { host: "elsewhere" },
      { workspace: "w2" },
      { phoneNumberId: "phnum_2" as never }
    ]
    const keys = [{}, ...others].map((other) => identityKey({ ...sampleIdentity, ...other }))
    assert.strictEqual(new Set(keys).size, keys.length)
    assert.strictEqual(identityKey({ ...sampleIdentity, dashboard: "https://example.com/x" }), keys[0])
    assert.strictEqual(identityKey({ ...sampleIdentity, twilioAccount: "AC1" }), keys[0])
  })
})
