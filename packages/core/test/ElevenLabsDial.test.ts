import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { AgentId, CallId, type DialAnswer, PhoneNumber, PhoneNumberId, type ResolvedRequest } from "@outbound-call/core"
import type { Carrier } from "@outbound-call/core"
import { dialBody, dialPath, dialTimeoutMillis, readDelivery } from "@outbound-call/core/elevenlabs/ElevenLabsDial"
import { sampleId } from "./SampleCall.ts"

const carriers: ReadonlyArray<Carrier> = ["twilio", "sip_trunk", "exotel"]

/** The four forms of the provider's errors, by hand. */
const errorBodies = [
  '{"detail":{"type":"validation_error","code":"invalid_parameters","message":"Wrong.","status":"bad","request_id":"r1"}}',
  '{"detail":{"status":"missing_permissions","message":"Not you."}}',
  '{"detail":"Not Found"}',
  '{"detail":[{"loc":["body","to_number"],"msg":"Field required","type":"missing"}]}'
]
/** What proxies, balancers and broken connections give instead. */
const otherBodies = [
  "",
  " ",
  "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>",
  '{"detail":{"type":"validation_error","code":"inv',
  '{"error":"rejected"}',
  '{"detail":null}',
  '{"detail":42}',
  '"Not Found"',
  "null",
  "[]",
  "upstream connect error"
]

/** Which answer each HTTP status is, told here once more and apart from the code. */
const oracle = (status: number, isProvidersJson: boolean): DialAnswer["type"] => {
  if (!isProvidersJson || status === 200) return "unclear"
  if ([400, 401, 402, 403, 404, 422].includes(status)) return "rejected"
  return status === 429 ? "rate-limited" : "unclear"
}

describe("readDelivery", () => {
  it("reads every HTTP status with every kind of body as the table of answers says", () => {
    for (let status = 100; status < 600; status++) {
      for (const carrier of status % 100 < 30 ? carriers : (["twilio"] as const)) {
        for (const body of [...errorBodies, ...otherBodies]) {
          const answer = readDelivery({ type: "answered", status, body }, carrier)
          assert.strictEqual(answer.type, oracle(status, errorBodies.includes(body)), `${status} ${body}`)
          assert.strictEqual("status" in answer ? answer.status : undefined, status)
          assert.strictEqual("detail" in answer ? answer.detail : undefined, body, "the body is kept as it came")
        }
      }
    }
  })

  it("takes a dial that was never sent for not sent, and a lost one for unclear", () => {
    assert.deepStrictEqual(readDelivery({ type: "not-sent", reason: "no connection" }, "twilio"), {
      type: "not-sent",
      message: "The request was not sent: no connection."
    })
    const lost = readDelivery({ type: "lost", reason: "reset" }, "twilio")
    assert.strictEqual(lost.type, "unclear")
    assert.include(lost, { status: null, conversationId: null, message: "reset." })
  })

  const reply = (fields: object, carrier: Carrier = "twilio"): DialAnswer =>
    readDelivery({ type: "answered", status: 200, body: JSON.stringify(fields) }, carrier)

  it("reads the success of each carrier in its own spelling", () => {
    const success = { success: true, message: "Success", conversation_id: "conv_1" }
    const expected = { type: "dialled", conversationId: "conv_1" }
    assert.deepInclude<object>(reply({ ...success, callSid: "CA1" }), { ...expected, callSid: "CA1" })
    assert.deepInclude<object>(reply({ ...success, callSid: "EX1" }, "exotel"), { ...expected, callSid: "EX1" })
    assert.deepInclude<object>(reply({ ...success, sip_call_id: "SCL_1" }, "sip_trunk"), {
      ...expected,
      callSid: "SCL_1"
    })
    assert.deepInclude<object>(reply({ ...success, callSid: null }), { ...expected, callSid: null })
    assert.deepInclude<object>(reply({ conversation_id: "conv_1" }), { ...expected, callSid: null })
    assert.deepInclude<object>(reply({ ...success, new_field: { deep: [1] } }), expected)
  })

  const authenticate = "HTTP 401 error: Unable to create record: Authenticate"
  const refused = { success: false, message: authenticate, conversation_id: null, callSid: null }

  it("believes Twilio's own refusal, and says how to mend it", () => {
    const advice = [
      [authenticate, "Twilio credentials"],
      [
        "HTTP 400 error: Unable to create record: Account not authorized to call +1. Perhaps you need to enable some international permissions.",
        "geographic permissions"
      ],
      [
        "HTTP 400 error: Unable to create record: The number is unverified. Trial accounts may only make calls to verified numbers.",
        "verify the number"
      ],
      ["HTTP 400 error: Unable to create record: +1 is not a valid phone number.", "Check the number"],
      ["HTTP 400 error: Unable to create record: something else", "Twilio's call log"]
    ] as const
    for (const [message, word] of advice) {
      const answer = reply({ ...refused, message })
      assert.strictEqual(answer.type, "rejected", message)
      if (answer.type !== "rejected") continue
      assert.include(answer.message, word)
      assert.include(answer.message, message)
    }
  })

  it("takes no other `success: false` for a refusal", () => {
    const doubtful: ReadonlyArray<readonly [object, Carrier?]> = [
      [{ ...refused, message: "The call could not be started." }],
      [{ ...refused, message: "" }],
      [{ success: false }],
      [{ ...refused, conversation_id: "conv_1" }],
      [{ ...refused, callSid: "CA1" }],
      [refused, "exotel"],
      [refused, "sip_trunk"],
      [
        { success: false, message: "INVITE failed: sip status: 486", conversation_id: "conv_1", sip_call_id: "SCL_1" },
        "sip_trunk"
      ]
    ]
    for (const [fields, carrier] of doubtful)
      assert.strictEqual(reply(fields, carrier).type, "unclear", JSON.stringify(fields))
  })

  it("keeps the conversation that a `success: false` names", () => {
    const answer = reply({ ...refused, conversation_id: "conv_1" })
    assert.deepInclude<object>(answer, { type: "unclear", conversationId: "conv_1" })
  })

  it("takes a 200 without a usable conversation id for unclear", () => {
    const bodies: ReadonlyArray<object> = [
      { success: true, message: "Success", conversation_id: null, callSid: null },
      { success: true, message: "Success", conversation_id: null, callSid: "CA1" },
      { success: true, conversation_id: "" },
      { success: true, conversation_id: 7 },
      { success: true, conversation_id: "../agents/x" },
      {}
    ]
    for (const fields of bodies) {
      assert.deepInclude<object>(reply(fields), { type: "unclear", conversationId: null }, JSON.stringify(fields))
    }
  })

  it("says of a 200 without an id what was missing, and what the provider said", () => {
    const told = (fields: object) => {
      const answer = reply(fields)
      return answer.type === "unclear" ? answer.message : answer.type
    }
    assert.deepStrictEqual(
      [
        told({ success: true, message: "Queued", conversation_id: null }),
        told({ success: false, message: "Not now", conversation_id: null }),
        told({ success: false, message: "", conversation_id: null }),
        told({})
      ],
      [
        "The provider answered 200 without a conversation id. It says: Queued.",
        "The provider answered 200 without success. It says: Not now.",
        "The provider answered 200 without success.",
        "The provider answered 200 without a conversation id."
      ]
    )
  })

  it("says what the provider said and what may be done about it", () => {
    const rejections = [
      [401, errorBodies[0], ["Wrong.", "ELEVENLABS_API_KEY"]],
      [401, errorBodies[1], ["Not you.", "ElevenLabs Agents Write"]],
      [402, errorBodies[0], ["Top up"]],
      [403, errorBodies[0], ["plan and permissions"]],
      [404, errorBodies[2], ["agent id and phone number id"]],
      [422, errorBodies[3], ["body.to_number: Field required", "Correct the request"]]
    ] as const
    for (const [status, body, words] of rejections) {
      const answer = readDelivery({ type: "answered", status, body: body ?? "" }, "twilio")
      for (const word of words) assert.include("message" in answer ? answer.message : "", word)
    }
  })
})

const resolved = (change: Partial<ResolvedRequest> = {}): ResolvedRequest => ({
  to: PhoneNumber.make("+14155550100"),
  agentId: AgentId.make("agent_demo"),
  phoneNumberId: PhoneNumberId.make("phnum_demo"),
  purpose: "test",
  variables: {},
  ...change
})

const order = (change: Partial<ResolvedRequest> = {}, carrier: Carrier = "twilio") => ({
  callId: CallId.make(sampleId(1)),
  userId: "user-1",
  carrier,
  request: resolved(change)
})

const bare = {
  agent_id: "agent_demo",
  agent_phone_number_id: "phnum_demo",
  to_number: "+14155550100",
  conversation_initiation_client_data: {
    user_id: "user-1",
    dynamic_variables: { outbound_call_id: sampleId(1) }
  }
}

const withData = (data: object) => ({
  ...bare,
  conversation_initiation_client_data: { ...bare.conversation_initiation_client_data, ...data }
})

const withTelephony = (config: object) => ({ ...bare, telephony_call_config: config })

const override = (config: object) => withData({ conversation_config_override: config })

describe("dialBody", () => {
  it.each(carriers)("leaves out what nobody asked for (%s)", (carrier) =>
    assert.deepStrictEqual<unknown>(dialBody(order({}, carrier)), bare)
  )

  const anywhere: ReadonlyArray<readonly [string, Partial<ResolvedRequest>, object]> = [
    [
      "variables beside the attempt key",
      { variables: { name: "Ada", age: 36, known: true } },
      withData({ dynamic_variables: { name: "Ada", age: 36, known: true, outbound_call_id: sampleId(1) } })
    ],
    ["a ringing timeout", { ringingTimeoutSeconds: 25 }, withTelephony({ ringing_timeout_secs: 25 })],
    ["a first message", { overrides: { firstMessage: "Hi" } }, override({ agent: { first_message: "Hi" } })],
    ["a language", { overrides: { language: "fr" } }, override({ agent: { language: "fr" } })],
    ["a prompt", { overrides: { prompt: "Be kind." } }, override({ agent: { prompt: { prompt: "Be kind." } } })],
    ["a voice", { overrides: { voiceId: "v1" } }, override({ tts: { voice_id: "v1" } })],
    ["a maximum duration", { maxDurationSeconds: 90 }, override({ conversation: { max_duration_seconds: 90 } })],
    ["a branch", { branchId: "b1" }, withData({ branch_id: "b1" })],
    ["an environment", { environment: "staging" }, withData({ environment: "staging" })],
    ["machine detection that is off", { machineDetection: "off" }, bare],
    ["no empty overrides", { overrides: {} }, bare]
  ]
  for (const carrier of carriers) {
    it.each(anywhere.map(([name, change, body]) => ({ name, change, body })))(
      `sends $name (${carrier})`,
      ({ change, body }) => assert.deepStrictEqual<unknown>(dialBody(order(change, carrier)), body)
    )
  }

  const detections = [
    ["detect", "enable"],
    ["detect-message-end", "detect_message_end"]
  ] as const
  for (const [wish, mode] of detections) {
    it(`asks only Twilio for machine detection: ${wish}`, () => {
      const body = (carrier: Carrier): unknown => dialBody(order({ machineDetection: wish }, carrier))
      assert.deepStrictEqual(body("twilio"), withTelephony({ twilio_machine_detection: { mode } }))
      assert.deepStrictEqual(body("sip_trunk"), bare)
      assert.deepStrictEqual(body("exotel"), bare)
    })
  }

  it("asks only Twilio for a recording, also to leave it out", () => {
    const body = (recording: boolean, carrier: Carrier): unknown => dialBody(order({ recording }, carrier))
    assert.deepStrictEqual(body(true, "twilio"), { ...bare, call_recording_enabled: true })
    assert.deepStrictEqual(body(false, "twilio"), { ...bare, call_recording_enabled: false })
    assert.deepStrictEqual(body(true, "sip_trunk"), bare)
    assert.deepStrictEqual(body(true, "exotel"), bare)
  })

  it("lets no variable take the place of the attempt key", () => {
    const body = dialBody(order({ variables: { outbound_call_id: "forged" } }))
    assert.strictEqual(body.conversation_initiation_client_data.dynamic_variables["outbound_call_id"], sampleId(1))
  })

  it("sends everything together", () => {
    const everything = order({
      ringingTimeoutSeconds: 20,
      machineDetection: "detect",
      maxDurationSeconds: 60,
      overrides: { firstMessage: "Hi", language: "en", prompt: "P", voiceId: "V" }
    })
    assert.deepStrictEqual<unknown>(dialBody(everything), {
      ...override({
        agent: { first_message: "Hi", language: "en", prompt: { prompt: "P" } },
        tts: { voice_id: "V" },
        conversation: { max_duration_seconds: 60 }
      }),
      telephony_call_config: { ringing_timeout_secs: 20, twilio_machine_detection: { mode: "enable" } }
    })
  })
})

describe("the endpoint of a dial", () => {
  it("follows the carrier", () =>
    assert.deepStrictEqual(dialPath, {
      twilio: "/v1/convai/twilio/outbound-call",
      sip_trunk: "/v1/convai/sip-trunk/outbound-call",
      exotel: "/v1/convai/exotel/outbound-call"
    }))

  it.prop(
    "is waited for longer than a SIP call may ring",
    { seconds: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 600 })) },
    ({ seconds }) =>
      assert.isAbove(dialTimeoutMillis(order({ ringingTimeoutSeconds: seconds }, "sip_trunk")), seconds * 1000)
  )

  it("is waited for longer than the provider's own ringing timeout when none is set", () =>
    assert.isAbove(dialTimeoutMillis(order({}, "sip_trunk")), 60_000))

  it("is waited for a minute, and on a SIP trunk for as long as it may ring besides", () => {
    const rings = { ringingTimeoutSeconds: 25 }
    assert.deepStrictEqual(
      [order({}), order(rings), order({}, "exotel"), order({}, "sip_trunk"), order(rings, "sip_trunk")].map(
        dialTimeoutMillis
      ),
      [60_000, 60_000, 60_000, 120_000, 85_000]
    )
  })
})
