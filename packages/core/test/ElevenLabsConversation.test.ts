import { assert, describe, it } from "@effect/vitest"
import { DateTime, Schema } from "effect"
import { Conversation } from "@outbound-call/core"
import { toConversation, toSummary } from "@outbound-call/core/elevenlabs/ElevenLabsConversation"
import { ConversationList, ConversationRecord } from "@outbound-call/core/elevenlabs/ElevenLabsWire"
import * as samples from "./ConversationSamples.ts"

const read = (record: object): Conversation =>
  toConversation(Schema.decodeUnknownSync(ConversationRecord)(JSON.parse(JSON.stringify(record))), record)

const instant = (seconds: number) => DateTime.makeUnsafe(seconds * 1000)

describe("toConversation", () => {
  it("reads a finished Twilio call with every field of its own", () => {
    const { record, ...read_ } = read(samples.finishedTwilio)
    assert.deepStrictEqual<unknown>(read_, {
      id: "conv_finished",
      status: "done",
      agentId: "agent_demo",
      agentName: "Demo",
      branchId: "branch_1",
      versionId: "version_1",
      environment: "production",
      userId: "call_01",
      variables: { outbound_call_id: "call_01", customer_name: "Ada", system__call_sid: "CA01" },
      startedAt: instant(1_795_348_800),
      answeredAt: instant(1_795_348_812),
      durationSeconds: 41,
      queueWaitSeconds: 0.5,
      costCredits: 310,
      costUsd: 0.07,
      terminationReason: "Call ended by remote party",
      error: null,
      warnings: ["slow_llm"],
      language: "en",
      source: "twilio",
      hasAudio: true,
      voicemailDetected: false,
      phoneCall: {
        type: "twilio",
        direction: "outbound",
        phoneNumberId: "phnum_demo",
        agentNumber: "+14155550199",
        externalNumber: "+14155550100",
        callSid: "CA01",
        sipCallId: null,
        result: "answered"
      },
      analysis: {
        evaluation: "success",
        summary: "Ada confirmed.",
        title: "Reminder",
        criteria: samples.finishedTwilio.analysis.evaluation_criteria_results,
        collectedData: samples.finishedTwilio.analysis.data_collection_results
      },
      turns: [
        { n: 1, speaker: "agent", atSeconds: 0, text: "Hi Ada", interrupted: true, tools: [] },
        { n: 2, speaker: "recipient", atSeconds: 3, text: "Hello", interrupted: false, tools: [] }
      ],
      tagIds: ["tag_1"]
    })
    assert.strictEqual(record, samples.finishedTwilio)
  })

  it("reads a SIP call that was refused", () => {
    const conversation = read(samples.failedSip)
    assert.deepInclude<object>(conversation, {
      status: "failed",
      answeredAt: null,
      durationSeconds: 0,
      terminationReason: null,
      error: { code: 486, reason: "INVITE failed: sip status: 486: Busy Here (SIP 486)" },
      analysis: null,
      turns: [],
      hasAudio: false
    })
    assert.deepInclude<object | null>(conversation.phoneCall, {
      type: "sip_trunking",
      callSid: "SCL_1",
      sipCallId: "otb_1"
    })
  })

  it("notices voicemail by the feature or by the tool", () => {
    assert.isTrue(read(samples.voicemail).voicemailDetected)
    const { features_usage: _used, ...metadata } = samples.voicemail.metadata
    assert.isTrue(read({ ...samples.voicemail, metadata }).voicemailDetected)
    const transcript = [{ role: "agent", tool_results: [{ tool_name: "voicemail_detection", is_error: true }] }]
    assert.isFalse(read({ ...samples.voicemail, metadata, transcript }).voicemailDetected)
  })

  it("gives each tool its own result, and leaves no result out", () => {
    assert.deepStrictEqual(read(samples.withTools).turns[0]?.tools, [
      { name: "look_up", arguments: '{"id":1}', result: '{"state":"open"}', failed: false },
      { name: "write_down", arguments: "{}", result: "boom", failed: true },
      { name: "left_over", arguments: null, result: "late", failed: false }
    ])
    assert.isNull(read(samples.voicemail).turns[1]?.text)
  })

  it("makes do with what an older server writes", () => {
    const conversation = read(samples.olderServer)
    assert.deepInclude<object>(conversation, {
      id: "conv_old",
      status: "in-progress",
      userId: null,
      variables: {},
      analysis: null,
      warnings: [],
      tagIds: [],
      hasAudio: false
    })
    assert.isNull(conversation.phoneCall?.result)
    assert.strictEqual(conversation.turns.length, 1)
  })

  it("finds the user id where an older server keeps it", () => {
    const { user_id: _user, ...older } = samples.finishedTwilio
    assert.strictEqual(read(older).userId, "call_01")
  })

  it("makes do with an id and a status", () => {
    const conversation = read({ conversation_id: "conv_bare", status: "initiated" })
    assert.isNull(conversation.phoneCall)
    assert.deepStrictEqual(conversation.turns, [])
  })

  it("keeps words it never saw, takes fields of another type for untold, and the whole answer as it came", () => {
    const conversation = read(samples.newerServer)
    assert.strictEqual(conversation.status, "on-hold")
    assert.strictEqual(conversation.phoneCall?.type, "satellite")
    assert.strictEqual(conversation.phoneCall?.result, "abducted")
    assert.strictEqual(conversation.analysis?.evaluation, "error")
    assert.isNull(conversation.analysis?.summary)
    assert.isNull(conversation.costCredits)
    assert.isFalse(conversation.hasAudio)
    assert.strictEqual(conversation.turns[0]?.text, "Hello")
    assert.strictEqual(conversation.record, samples.newerServer)
  })

  it("reads the older words for done", () => {
    for (const status of ["completed", "ended"])
      assert.strictEqual(read({ ...samples.finishedTwilio, status }).status, "done")
  })

  it("takes no zero and no impossible number for an instant", () => {
    for (const seconds of [0, -5, 1e20]) {
      const metadata = { start_time_unix_secs: seconds, accepted_time_unix_secs: seconds }
      const conversation = read({ conversation_id: "conv_1", status: "initiated", metadata })
      assert.isNull(conversation.startedAt, String(seconds))
      assert.isNull(conversation.answeredAt, String(seconds))
    }
  })

  it("can be written down and read back", () => {
    const codec = Schema.toCodecJson(Conversation)
    for (const sample of Object.values(samples)) {
      const conversation = read(sample)
      assert.deepStrictEqual(
        Schema.decodeUnknownSync(codec)(JSON.parse(JSON.stringify(Schema.encodeSync(codec)(conversation)))),
        conversation
      )
    }
  })

  it("refuses a record whose id is none", () => {
    for (const id of ["", "conv:1", "../agents", 7, null, "x".repeat(200)]) {
      assert.strictEqual(
        Schema.decodeUnknownOption(ConversationRecord)({ conversation_id: id, status: "done" })._tag,
        "None",
        String(id)
      )
    }
  })

  it.prop(
    "reads any JSON or refuses it, and never throws",
    { record: Schema.Record(Schema.String, Schema.Json) },
    ({ record }) => {
      const fields = [
        "metadata",
        "analysis",
        "transcript",
        "tag_ids",
        "conversation_initiation_client_data",
        "agent_id"
      ]
      const values = Object.values(record)
      const twisted = Object.fromEntries(fields.map((field, index) => [field, values[index]] as const))
      const decoded = Schema.decodeUnknownOption(ConversationRecord)({
        ...twisted,
        conversation_id: "conv_1",
        status: "done"
      })
      assert.strictEqual(decoded._tag, "Some", "only the id and the status must be there")
      if (decoded._tag === "Some") assert.strictEqual(toConversation(decoded.value, twisted).id, "conv_1")
    }
  )
})

describe("toSummary", () => {
  const rows = (conversations: ReadonlyArray<object>) =>
    Schema.decodeUnknownSync(ConversationList)({ conversations, has_more: false, next_cursor: null }).conversations.map(
      toSummary
    )

  it("reads a row of the list", () => {
    const row = {
      agent_id: "agent_demo",
      agent_name: "Demo",
      conversation_id: "conv_1",
      start_time_unix_secs: 1_795_348_800,
      call_duration_secs: 41,
      message_count: 2,
      status: "done",
      call_successful: "success",
      termination_reason: "",
      direction: "outbound",
      transcript_summary: null
    }
    assert.deepStrictEqual<unknown>(rows([row]), [
      {
        id: "conv_1",
        status: "done",
        agentId: "agent_demo",
        agentName: "Demo",
        direction: "outbound",
        startedAt: instant(1_795_348_800),
        durationSeconds: 41,
        messageCount: 2,
        evaluation: "success",
        terminationReason: null
      }
    ])
  })

  it("reads the rows of an older server, and its words", () => {
    assert.deepInclude<object | undefined>(rows([{ conversation_id: "conv_1", status: "completed" }])[0], {
      status: "done",
      startedAt: null,
      direction: null
    })
  })
})
