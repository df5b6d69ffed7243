import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { Emulator } from "@outbound-call/emulator"
import { at, conversation, dialled, get, listedIds, send } from "./Caller.ts"

const messages = (record: unknown): ReadonlyArray<unknown> => {
  const turns = at(record, "transcript")
  return Array.isArray(turns) ? turns.map((turn) => at(turn, "message")) : []
}

const flags = (record: unknown) =>
  ["has_audio", "has_user_audio", "has_response_audio", "has_auxiliary_audio"].map((flag) => at(record, flag))

describe("a conversation", () => {
  it.effect("shows nothing but the dial while it rings", () =>
    Effect.gen(function* () {
      const record = yield* conversation(yield* dialled())
      assert.strictEqual(at(record, "analysis"), null)
      assert.deepStrictEqual(at(record, "transcript"), [])
      assert.strictEqual(at(record, "metadata.call_duration_secs"), 0)
      assert.strictEqual(at(record, "metadata.accepted_time_unix_secs"), null)
      assert.strictEqual(at(record, "metadata.phone_call.stream_sid"), "")
      assert.strictEqual(at(record, "metadata.phone_call.call_result"), null)
      assert.deepStrictEqual(flags(record), [false, false, false, false])
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("has part of the transcript while it is spoken, and no duration before it is done", () =>
    Effect.gen(function* () {
      const id = yield* dialled()
      yield* TestClock.adjust("10 seconds")
      const speaking = yield* conversation(id)
      assert.deepStrictEqual(messages(speaking), [
        "Hello Ada, this is the demo line. Do you have a minute?",
        "Hello, yes, speaking."
      ])
      assert.match(String(at(speaking, "metadata.phone_call.stream_sid")), /^MZ[0-9a-f]{32}$/)
      yield* TestClock.adjust("31 seconds")
      const processing = yield* conversation(id)
      assert.strictEqual(at(processing, "status"), "processing")
      assert.strictEqual(at(processing, "analysis"), null)
      assert.strictEqual(at(processing, "metadata.call_duration_secs"), 0)
      assert.strictEqual(messages(processing).length, 7)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("is filled from the variables once it is done, and echoes them", () =>
    Effect.gen(function* () {
      const variables = {
        customer_name: "Ada",
        appointment_day: "Tuesday",
        seats: 2,
        outbound_call_id: "call_1",
        secret__pin: "4711"
      }
      const id = yield* dialled({ variables, data: { user_id: "call_1" } })
      yield* TestClock.adjust("60 seconds")
      const record = yield* conversation(id)
      assert.include(messages(record).join("\n"), "appointment day: Tuesday; seats: 2.")
      for (const unsaid of ["call_1", "4711", "system"]) assert.notInclude(messages(record).join("\n"), unsaid)
      assert.strictEqual(at(record, "analysis.call_successful"), "success")
      assert.strictEqual(at(record, "user_id"), "call_1")
      const echoed = "conversation_initiation_client_data.dynamic_variables"
      assert.strictEqual(at(record, `${echoed}.outbound_call_id`), "call_1")
      assert.strictEqual(at(record, `${echoed}.seats`), 2)
      assert.strictEqual(at(record, `${echoed}.system__conversation_id`), id)
      assert.strictEqual(at(record, "metadata.accepted_time_unix_secs"), 4)
      assert.deepStrictEqual(flags(record), [true, true, true, false])
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("with a machine shows the voicemail tool, and its goal is not reached", () =>
    Effect.gen(function* () {
      const id = yield* dialled({ to: "+14155550104" })
      yield* TestClock.adjust("60 seconds")
      const record = yield* conversation(id)
      assert.strictEqual(at(record, "status"), "done")
      assert.strictEqual(at(record, "transcript.2.message"), null)
      assert.strictEqual(at(record, "transcript.2.tool_calls.0.tool_name"), "voicemail_detection")
      assert.strictEqual(at(record, "transcript.2.tool_results.0.result.result_type"), "voicemail_detection_success")
      assert.strictEqual(at(record, "metadata.features_usage.voicemail_detection.used"), true)
      assert.strictEqual(at(record, "analysis.call_successful"), "failure")
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("with a tool shows its call and its result", () =>
    Effect.gen(function* () {
      const id = yield* dialled({ to: "+14155550113", agent: "agent_tools", variables: { case_id: "C-7" } })
      yield* TestClock.adjust("60 seconds")
      const record = yield* conversation(id)
      assert.strictEqual(at(record, "transcript.2.tool_calls.0.params_as_json"), '{"case_id":"C-7"}')
      assert.strictEqual(
        at(record, "transcript.2.tool_results.0.request_id"),
        at(record, "transcript.2.tool_calls.0.request_id")
      )
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("of ten minutes goes on for ten minutes, and no longer than it may", () =>
    Effect.gen(function* () {
      const long = yield* dialled({ to: "+14155550114" })
      const data = { conversation_config_override: { conversation: { max_duration_seconds: 120 } } }
      const short = yield* dialled({ to: "+14155550114", agent: "agent_open", data })
      yield* TestClock.adjust("20 minutes")
      const record = yield* conversation(long)
      assert.isAbove(messages(record).length, 50)
      assert.strictEqual(messages(record).at(-1), "Thank you for your time. Goodbye.")
      const cut = yield* conversation(short)
      assert.strictEqual(at(cut, "metadata.call_duration_secs"), 120)
      assert.strictEqual(at(cut, "metadata.termination_reason"), "max_duration_exceeded")
      assert.notStrictEqual(messages(cut).at(-1), "Thank you for your time. Goodbye.")
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("has a recording once it is done, and none before or when nobody spoke", () =>
    Effect.gen(function* () {
      const id = yield* dialled()
      const busy = yield* dialled({ to: "+14155550101" })
      yield* TestClock.adjust("42 seconds")
      assert.strictEqual((yield* get(`/v1/convai/conversations/${id}/audio`)).status, 404)
      assert.deepStrictEqual(flags(yield* conversation(id)), [false, false, false, false])
      yield* TestClock.adjust("2 seconds")
      const audio = yield* get(`/v1/convai/conversations/${id}/audio`)
      assert.strictEqual(audio.headers["content-type"], "audio/mpeg")
      assert.instanceOf(audio.body, Uint8Array)
      assert.strictEqual((yield* get(`/v1/convai/conversations/${busy}/audio`)).status, 404)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("can be deleted; its ring stays counted", () =>
    Effect.gen(function* () {
      const id = yield* dialled()
      assert.strictEqual((yield* send("DELETE", `/v1/convai/conversations/${id}`)).status, 200)
      assert.strictEqual((yield* get(`/v1/convai/conversations/${id}`)).status, 404)
      assert.strictEqual((yield* send("DELETE", `/v1/convai/conversations/${id}`)).status, 404)
      assert.deepStrictEqual(yield* listedIds(), [])
      assert.strictEqual((yield* (yield* Emulator).rings).total, 1)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )
})

describe("a conversation that cannot start rings, is picked up, and drops", () => {
  const drops: ReadonlyArray<readonly [string, Parameters<typeof dialled>[0], string]> = [
    [
      "a variable of the first message is missing, whatever the placeholders say",
      { variables: {} },
      "Missing required dynamic variables in first message: {'customer_name'}"
    ],
    [
      "two variables of an overridden first message are missing",
      { data: { conversation_config_override: { agent: { first_message: "Hi {{a}} and {{ b }}" } } } },
      "Missing required dynamic variables in first message: {'a', 'b'}"
    ],
    [
      "a variable of a tool is missing",
      { agent: "agent_tools" },
      "Missing required dynamic variables in tools: {'case_id'}"
    ],
    [
      "a variable of the prompt is missing",
      {
        agent: "agent_open",
        data: { conversation_config_override: { agent: { prompt: { prompt: "Help {{who}}" } } } }
      },
      "Missing required dynamic variables in prompt: {'who'}"
    ],
    [
      "an override is not allowed",
      { data: { conversation_config_override: { tts: { voice_id: "v" } } } },
      "Override for field 'voice_id' is not allowed by config."
    ],
    [
      "a workflow node is chosen that the agent does not let the client choose",
      { data: { starting_workflow_node_id: "node_1", custom_llm_extra_body: {}, procedure_ids: null } },
      "Override for field 'starting_workflow_node_id' is not allowed by config."
    ],
    [
      "an allowed override comes with one that is not",
      { data: { conversation_config_override: { agent: { language: "fr", prompt: { prompt: "x" } } } } },
      "Override for field 'prompt' is not allowed by config."
    ]
  ]
  for (const [story, wish, reason] of drops) {
    it.effect(`when ${story}`, () =>
      Effect.gen(function* () {
        const id = yield* dialled(wish)
        yield* TestClock.adjust("4 seconds")
        assert.strictEqual(at(yield* conversation(id), "status"), "in-progress")
        yield* TestClock.adjust("1 second")
        const record = yield* conversation(id)
        assert.strictEqual(at(record, "status"), "failed")
        assert.strictEqual(at(record, "metadata.termination_reason"), reason)
        assert.deepStrictEqual(at(record, "metadata.error"), { code: 1008, reason })
        assert.strictEqual(at(record, "metadata.call_duration_secs"), 1)
        assert.deepStrictEqual([at(record, "transcript"), at(record, "analysis")], [[], null])
      }).pipe(Effect.provide(Emulator.layerMemory()))
    )
  }

  it.effect("but nothing drops when overrides are allowed, null, or asr.keywords", () =>
    Effect.gen(function* () {
      const demo = {
        agent: { first_message: "Hi {{customer_name}} at {{system__called_number}}", prompt: null },
        asr: { keywords: ["x"] }
      }
      const open = { agent: { prompt: { prompt: "x" } }, tts: { voice_id: "v", speed: 1.1 } }
      const ids = [
        yield* dialled({ data: { conversation_config_override: demo } }),
        yield* dialled({ agent: "agent_open", data: { conversation_config_override: open } })
      ]
      yield* TestClock.adjust("60 seconds")
      for (const id of ids) assert.strictEqual(at(yield* conversation(id), "status"), "done")
      assert.strictEqual(messages(yield* conversation(ids[0]))[0], "Hi Ada at +14155550100")
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("and the word for it can be switched to done", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).change({ droppedStatus: "done", unansweredStatus: "done" })
      const dropped = yield* dialled({ to: "+14155550105" })
      const busy = yield* dialled({ to: "+14155550101" })
      yield* TestClock.adjust("60 seconds")
      assert.strictEqual(at(yield* conversation(dropped), "status"), "done")
      assert.strictEqual(at(yield* conversation(busy), "status"), "done")
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )
})
