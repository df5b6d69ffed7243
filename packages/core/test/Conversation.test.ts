import { assert, describe, it } from "@effect/vitest"
import {
  type Conversation,
  evaluationOf,
  isEnded,
  isOver,
  type Outcome,
  outcomeOf,
  transcriptOf
} from "@outbound-call/core"
import { sampleNow } from "./SampleCall.ts"
import { sampleConversation, samplePhoneCall, sampleTurn } from "./SampleConversation.ts"

type Change = Partial<Conversation>

const done = (change: Change = {}): Conversation =>
  sampleConversation({ status: "done", durationSeconds: 0, ...change })
const result = (word: string): Change => ({ phoneCall: { ...samplePhoneCall, result: word } })
const sip = (code: number, word: string | null = null): Change => ({
  phoneCall: { ...samplePhoneCall, type: "sip_trunking", result: word },
  error: { code, reason: "INVITE failed" },
  status: "failed"
})

const outcomes: ReadonlyArray<readonly [name: string, change: Change, outcome: Outcome]> = [
  ["the carrier says answered", result("answered"), "answered"],
  ["the carrier says voicemail", result("voicemail"), "voicemail"],
  ["the carrier says busy", result("busy"), "busy"],
  ["the carrier says no_answer", result("no_answer"), "no-answer"],
  ["the carrier says failed", result("failed"), "failed"],
  ["busy with a reason that says declined", { ...result("busy"), terminationReason: "Call declined" }, "declined"],
  ["busy with a reason that says rejected", { ...result("busy"), terminationReason: "rejected by callee" }, "declined"],
  ["a new word and nobody spoke", result("abducted"), "unknown"],
  ["a new word but somebody spoke", { ...result("abducted"), durationSeconds: 12 }, "answered"],
  [
    "the voicemail tool was used, whatever the carrier says",
    { ...result("answered"), voicemailDetected: true },
    "voicemail"
  ],
  ["SIP 486", sip(486), "busy"],
  ["SIP 600", sip(600), "busy"],
  ["SIP 603", sip(603), "declined"],
  ["SIP 607", sip(607), "declined"],
  ["SIP 480", sip(480), "no-answer"],
  ["SIP 408", sip(408), "no-answer"],
  ["SIP 487", sip(487), "no-answer"],
  ["SIP 404", sip(404), "failed"],
  ["SIP 503", sip(503), "failed"],
  ["SIP 603 beside the carrier's busy", sip(603, "busy"), "declined"],
  ["a code of 486 on a Twilio number", { error: { code: 486, reason: null }, ...result("answered") }, "answered"],
  [
    "a dropped call: a variable was missing at pickup",
    { ...result("answered"), error: { code: 1008, reason: "Missing required dynamic variables" }, durationSeconds: 1 },
    "failed"
  ],
  ["an older server, somebody answered", { answeredAt: sampleNow }, "answered"],
  ["an older server, seconds of conversation", { durationSeconds: 41 }, "answered"],
  ["an older server, the recipient spoke", { turns: [sampleTurn(1, "recipient", "Hi")] }, "answered"],
  ["an older server, only the agent spoke", { turns: [sampleTurn(1, "agent", "Hi")] }, "unknown"],
  ["an older server, failed and nothing else", { status: "failed", durationSeconds: 0 }, "failed"],
  ["no telephone block at all", { phoneCall: null }, "unknown"]
]

describe("outcomeOf", () => {
  it.each(outcomes.map(([name, change, outcome]) => ({ name, change, outcome })))(
    "$name: $outcome",
    ({ change, outcome }) => assert.strictEqual(outcomeOf(done(change)), outcome)
  )

  it("is not known while the line is up", () => {
    for (const status of ["initiated", "in-progress", "on-hold"]) {
      assert.isNull(outcomeOf(done({ ...result("answered"), status })), status)
    }
  })

  it("is known once the line is down, before the analysis", () =>
    assert.strictEqual(outcomeOf(done({ ...result("voicemail"), status: "processing" })), "voicemail"))

  it("says nothing about the goal: an answered call whose goal was missed was answered", () => {
    const analysis = { evaluation: "failure", summary: null, title: null, criteria: {}, collectedData: {} }
    const conversation = done({ ...result("answered"), analysis })
    assert.strictEqual(outcomeOf(conversation), "answered")
    assert.strictEqual(evaluationOf(conversation), "failure")
  })
})

describe("evaluationOf", () => {
  const withWord = (evaluation: string) =>
    done({ analysis: { evaluation, summary: null, title: null, criteria: {}, collectedData: {} } })

  it("keeps the three words and takes a new one for unknown", () => {
    const words = ["success", "failure", "unknown", "error", ""]
    assert.deepStrictEqual(
      words.map((word) => evaluationOf(withWord(word))),
      ["success", "failure", "unknown", "unknown", "unknown"]
    )
  })

  it("is null before the analysis", () => assert.isNull(evaluationOf(done())))
})

describe("the two phases of an end", () => {
  it.each([
    ["initiated", false, false],
    ["in-progress", false, false],
    ["processing", true, false],
    ["done", true, true],
    ["failed", true, true],
    ["on-hold", false, false]
  ] as const)("%s: the line is down %s, the record complete %s", (status, ended, over) => {
    assert.strictEqual(isEnded(done({ status })), ended)
    assert.strictEqual(isOver(done({ status })), over)
  })
})

describe("transcriptOf", () => {
  it("is complete only when the record is", () => {
    const turns = [sampleTurn(1, "agent", "Hi")]
    assert.deepStrictEqual<unknown>(transcriptOf(done({ turns, durationSeconds: 7 })), {
      conversationId: "conv_1",
      status: "done",
      complete: true,
      durationSeconds: 7,
      turns
    })
    assert.isFalse(transcriptOf(done({ status: "processing" })).complete)
  })
})
