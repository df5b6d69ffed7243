import { assert, describe, it } from "@effect/vitest"
import { DateTime } from "effect"
import { type Call, ConversationId, Outcome } from "@outbound-call/core"
import { advance, type News } from "@outbound-call/core/AdvanceCall"
import type { NoticeWord } from "@outbound-call/core/TakeNotice"
import { sampleCall, sampleNow } from "./SampleCall.ts"
import { sampleConversation, samplePhoneCall } from "./SampleConversation.ts"

const id = ConversationId.make("conv_1")
const now = DateTime.add(sampleNow, { seconds: 9 })
const notice = (says: NoticeWord): News => ({ type: "notice", conversationId: id, says, detail: "{}" })
const ringing = sampleCall({ status: "initiated", conversationId: id })

const after = (call: Call, ...news: ReadonlyArray<News>): Call =>
  news.reduce((before, one) => advance(before, one, now).call, call)

const record = (status: string, result: string | null): News => ({
  type: "conversation",
  conversation: sampleConversation({
    id,
    status,
    answeredAt: result === "answered" ? sampleNow : null,
    phoneCall: { ...samplePhoneCall, result }
  }),
  cause: "poll"
})

describe("a notice that nobody picked up", () => {
  it("ends a call that rings, and tells how", () => {
    const { call, events } = advance(ringing, notice("busy"), now)
    assert.deepInclude(call, { status: "failed", outcome: "busy", endedAt: now })
    assert.deepEqual(call.problem, { code: "call-failed", message: "The line was busy.", status: null })
    assert.deepEqual(
      events.map(({ cause, detail, status, type }) => [type, status, cause, detail]),
      [
        ["status", "failed", "webhook", "{}"],
        ["ended", "failed", "webhook", null]
      ]
    )
  })

  it("changes nothing when it comes again, or late", () => {
    const over = after(ringing, notice("no-answer"))
    for (const says of ["busy", "no-answer", "failed", "machine"] as const) {
      assert.deepEqual(advance(over, notice(says), now), { call: over, events: [] })
    }
  })

  it("says how a call failed where its record does not, and contradicts no record", () => {
    for (const outcome of [null, ...Outcome.literals]) {
      const failed = sampleCall({ ...ringing, status: "failed", outcome, endedAt: sampleNow })
      const vague = outcome === null || outcome === "failed" || outcome === "unknown"
      assert.strictEqual(after(failed, notice("busy")).outcome, vague ? "busy" : outcome)
      assert.strictEqual(after(failed, notice("failed")).outcome, outcome)
      assert.deepEqual(after(failed, notice("busy")).endedAt, sampleNow)
      const done = sampleCall({ ...ringing, status: "done", outcome })
      assert.strictEqual(after(done, notice("busy")).outcome, outcome)
    }
  })

  it("does not end a call that was picked up", () => {
    const talking = sampleCall({ ...ringing, status: "in-progress" })
    assert.deepEqual(advance(talking, notice("no-answer"), now), { call: talking, events: [] })
  })

  it("is an alarm where nothing should have rung, and keeps the alarm of two rings", () => {
    const unrung = sampleCall({ ...ringing, status: "not-placed", endedAt: sampleNow })
    assert.deepInclude(after(unrung, notice("busy")), { status: "failed", endedAt: now })
    assert.strictEqual(after(unrung, notice("busy")).attention?.code, "rang-after-all")
    const twice = sampleCall({ ...ringing, attention: { code: "rang-twice", message: "Two.", since: sampleNow } })
    assert.strictEqual(after(twice, notice("busy")).attention?.code, "rang-twice")
    const gone = sampleCall({
      ...ringing,
      attention: { code: "conversation-gone", message: "Gone.", since: sampleNow }
    })
    assert.isNull(after(gone, notice("busy")).attention)
  })
})

describe("a notice of a machine", () => {
  it("is voicemail, whatever the record says later of an answer", () => {
    const talking = sampleCall({ ...ringing, status: "in-progress" })
    const noticed = after(talking, notice("machine"))
    assert.deepInclude(noticed, { status: "in-progress", outcome: "voicemail", endedAt: null })
    assert.strictEqual(after(noticed, record("done", "answered")).outcome, "voicemail")
    assert.strictEqual(after(noticed, record("done", null)).outcome, "voicemail")
    assert.strictEqual(after(noticed, record("failed", "no_answer")).outcome, "no-answer")
  })

  it("tells a call apart that is being analysed, and changes no final record that is plain", () => {
    const analysed = after(ringing, record("processing", "answered"))
    assert.strictEqual(analysed.outcome, "answered")
    assert.strictEqual(after(analysed, notice("machine")).outcome, "voicemail")
    const over = after(ringing, record("done", "answered"))
    assert.deepEqual(advance(over, notice("machine"), now), { call: over, events: [] })
    const vague = after(ringing, record("done", null))
    assert.strictEqual(vague.outcome, "unknown")
    assert.strictEqual(after(vague, notice("machine")).outcome, "voicemail")
  })

  it("is told once, with its cause", () => {
    const { call, events } = advance(ringing, notice("machine"), now)
    assert.deepEqual(
      events.map(({ cause, message, status }) => [status, cause, message]),
      [["initiated", "webhook", "A machine picked up."]]
    )
    assert.deepEqual(advance(call, notice("machine"), now).events, [])
  })
})
