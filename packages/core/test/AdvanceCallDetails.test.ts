import { assert, describe, it } from "@effect/vitest"
import { type Call, ConversationId } from "@outbound-call/core"
import { advance, type News } from "@outbound-call/core/AdvanceCall"
import { DateTime } from "effect"
import { sampleCall, sampleNow } from "./SampleCall.ts"
import { sampleConversation, samplePhoneCall } from "./SampleConversation.ts"

const later = DateTime.add(sampleNow, { seconds: 40 })
const id = ConversationId.make("conv_1")
const live = sampleCall({ status: "in-progress", conversationId: id, providerStatus: "in-progress" })

const takes = (call: Call, change: Parameters<typeof sampleConversation>[0]) =>
  advance(call, { type: "conversation", conversation: sampleConversation(change), cause: "poll" }, later)

describe("what a call keeps of its news", () => {
  it("is asked to hang up once, and not when its line is down", () => {
    const hangUp: News = { type: "hang-up" }
    assert.deepStrictEqual(advance(live, hangUp, later).call.hangUpRequestedAt, later)
    const ended = sampleCall({ status: "processing", conversationId: id, endedAt: sampleNow })
    for (const call of [ended, { ...live, hangUpRequestedAt: sampleNow }]) {
      assert.deepStrictEqual(advance(call, hangUp, later), { call, events: [] })
    }
  })

  it("hears of another doubt while it is in doubt, and of the same one no second time", () => {
    const unclear = (message: string, conversationId: Call["conversationId"] = null): News => ({
      type: "answer",
      answer: { type: "unclear", message, status: null, conversationId, detail: "" }
    })
    const first = advance(sampleCall(), unclear("Lost."), later).call
    assert.lengthOf(advance(first, unclear("Lost."), later).events, 0)
    assert.strictEqual(advance(first, unclear("Lost.", id), later).call.conversationId, id)
    assert.strictEqual(advance(first, unclear("Reset."), later).call.problem?.message, "Reset.")
  })

  it("tells of a silence as found by a look-up", () => {
    assert.deepStrictEqual(
      advance(sampleCall(), { type: "silence" }, later).events.map(({ cause }) => cause),
      ["look-up"]
    )
  })

  it("tells by whom it was ended, and is in a new epoch after a silence", () => {
    const causes = (call: Call, news: News) => advance(call, news, later).events.map(({ cause }) => cause)
    const answer = (type: "not-sent" | "rejected"): News => ({
      type: "answer",
      answer: { type, message: "No.", status: 402, detail: "" }
    })
    assert.deepStrictEqual(
      [
        causes(sampleCall(), answer("rejected")),
        causes(sampleCall(), answer("not-sent")),
        causes(sampleCall({ status: "planned" }), { type: "suppressed" })
      ],
      [["dial"], ["dial"], ["person"]]
    )
    const dialling = sampleCall()
    assert.strictEqual(advance(dialling, { type: "silence" }, later).call.epoch, dialling.epoch + 1)
  })

  it("does not change its status where a record says nothing new of it", () => {
    const { call, events } = takes(live, { status: "on-hold" })
    assert.strictEqual(call.status, "in-progress")
    assert.deepStrictEqual(
      events.map(({ message, type }) => [type, message]),
      [["status", 'The provider says "on-hold".']]
    )
  })

  it("has the carrier's id of its record, else the one that it had", () => {
    const known = { ...live, callSid: "CA00" }
    assert.strictEqual(takes(known, { status: "in-progress" }).call.callSid, samplePhoneCall.callSid)
    assert.strictEqual(takes(known, { status: "in-progress", phoneCall: null }).call.callSid, "CA00")
  })

  it("is analysed once", () => {
    const notPlaced = sampleCall({ status: "not-placed", analysedAt: sampleNow })
    const types = (call: Call) => takes(call, { status: "done" }).events.map(({ type }) => type)
    assert.include(types(live), "analysed")
    assert.notInclude(types(notPlaced), "analysed")
  })

  it("stays a voicemail where the record only says that it was picked up", () => {
    const machine = { ...live, outcome: "voicemail" as const }
    const done = { status: "done", answeredAt: sampleNow, durationSeconds: 9 }
    assert.strictEqual(takes(machine, done).call.outcome, "voicemail")
    assert.strictEqual(takes(live, done).call.outcome, "answered")
    const busy = { status: "failed", error: { code: 486, reason: "Busy Here" } }
    assert.strictEqual(takes(machine, busy).call.outcome, "failed")
  })

  it("ended when the record says, else when that was seen", () => {
    const end = (change: Parameters<typeof sampleConversation>[0]) => takes(live, change).call.endedAt
    const spoken = { status: "done", answeredAt: sampleNow, durationSeconds: 9 }
    assert.deepStrictEqual(end(spoken), DateTime.add(sampleNow, { seconds: 9 }))
    assert.deepStrictEqual(end({ ...spoken, answeredAt: null }), later)
    assert.deepStrictEqual(end({ ...spoken, durationSeconds: null }), later)
  })

  it("takes no seconds for unknown until it is over", () => {
    const seconds = (status: string) => takes(live, { status, durationSeconds: 0 }).call.durationSeconds
    assert.deepStrictEqual([seconds("processing"), seconds("done")], [null, 0])
  })

  it("has a problem where the record names an error, and none where it only says how it ended", () => {
    const problem = (change: Parameters<typeof sampleConversation>[0]) => takes(live, change).call.problem?.message
    assert.strictEqual(problem({ status: "in-progress", error: { code: 1, reason: "No funds" } }), "No funds")
    assert.strictEqual(problem({ status: "done", error: { code: 1, reason: null }, terminationReason: "cut" }), "cut")
    assert.isUndefined(problem({ status: "done", terminationReason: "the agent hung up" }))
  })

  it("learns from the record of what is over already what nobody knew, and tells no news", () => {
    const over = sampleCall({ status: "failed", conversationId: id, endedAt: sampleNow, outcome: null })
    const done = { status: "done", answeredAt: sampleNow, durationSeconds: 9 } as const
    const { call, events } = takes(over, done)
    assert.deepStrictEqual(events, [])
    assert.deepInclude<object>(call, {
      status: "failed",
      endedAt: sampleNow,
      outcome: "answered",
      durationSeconds: 9,
      answeredAt: sampleNow,
      callSid: samplePhoneCall.callSid,
      analysedAt: later
    })
    const known = { ...over, outcome: "no-answer" as const, durationSeconds: 0, callSid: "CA00" }
    assert.deepInclude<object>(takes(known, done).call, {
      outcome: "no-answer",
      durationSeconds: 0,
      callSid: "CA00",
      analysedAt: later
    })
    assert.deepStrictEqual(takes(over, { ...done, status: "processing" }).call, over)
    assert.deepStrictEqual(takes({ ...over, analysedAt: sampleNow }, done).call.outcome, null)
  })

  it("tells why it failed by the error, the reason of its end, or a sentence of ours", () => {
    const why = (change: Parameters<typeof sampleConversation>[0]) =>
      takes(live, { status: "failed", ...change }).call.problem?.message
    assert.strictEqual(why({ error: { code: 486, reason: "Busy Here" }, terminationReason: "busy" }), "Busy Here")
    assert.strictEqual(why({ terminationReason: "silence" }), "silence")
    assert.isUndefined(why({ status: "in-progress", error: { code: 1, reason: null } }))
    assert.strictEqual(why({ terminationReason: "" }), "The provider reports that the call failed.")
  })
})
