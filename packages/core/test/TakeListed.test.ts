import { assert, describe, it } from "@effect/vitest"
import { advance } from "@outbound-call/core/AdvanceCall"
import { type Call, ConversationId } from "@outbound-call/core"
import { DateTime } from "effect"
import { sampleCall, sampleNow } from "./SampleCall.ts"
import { sampleConversation, sampleSummary } from "./SampleConversation.ts"

const id = ConversationId.make("conv_1")
const now = DateTime.add(sampleNow, { seconds: 30 })
const live = sampleCall({ status: "in-progress", providerStatus: "in-progress", conversationId: id })
const listed = (status: string, call: Call = live) =>
  advance(call, { type: "listed", row: sampleSummary({ id, status, durationSeconds: 12 }) }, now)

describe("a row of the provider's list", () => {
  it("ends the line, and tells neither how the call ended nor how long it was", () => {
    const { call, events } = listed("processing")
    assert.deepInclude(call, {
      status: "processing",
      endedAt: now,
      outcome: null,
      durationSeconds: null,
      analysedAt: null
    })
    assert.deepStrictEqual(
      events.map(({ type }) => type),
      ["status", "ended"]
    )
  })

  it("is followed by the record, which adds what is missing and tells the end no second time", () => {
    const { call } = listed("processing")
    const conversation = sampleConversation({ id, status: "done", answeredAt: sampleNow, durationSeconds: 12 })
    const after = advance(call, { type: "conversation", conversation, cause: "poll" }, now)
    assert.deepInclude(after.call, { status: "done", outcome: "answered", durationSeconds: 12 })
    assert.deepStrictEqual(
      after.events.map(({ type }) => type),
      ["status", "analysed"]
    )
  })

  it("leaves what a person must look at alone where it says nothing new", () => {
    const attention = { code: "silent-provider" as const, message: "Look.", since: sampleNow }
    assert.deepStrictEqual(listed("in-progress", { ...live, attention }), { call: { ...live, attention }, events: [] })
    assert.isNull(listed("processing", { ...live, attention }).call.attention)
  })

  it("keeps a word that is not known", () => {
    const { call, events } = listed("on-hold")
    assert.deepInclude(call, { status: "in-progress", providerStatus: "on-hold", endedAt: null })
    assert.deepStrictEqual(
      events.map(({ message }) => message),
      ['The provider says "on-hold".']
    )
    assert.deepStrictEqual(listed("on-hold", call).events, [])
  })

  it("of another conversation changes nothing", () => {
    const other = sampleCall({ ...live, conversationId: ConversationId.make("conv_2") })
    assert.deepStrictEqual(listed("processing", other), { call: other, events: [] })
  })
})
