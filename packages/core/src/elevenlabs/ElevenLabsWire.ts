import { Effect, Option, Schema } from "effect"

/** A field that may be absent, null or of a type we do not expect: then it reads as null. */
const told = <S extends Schema.ConstraintDecoder<unknown>>(schema: S) =>
  Schema.optionalKey(Schema.NullOr(schema).pipe(Schema.catchDecoding(() => Effect.succeed(Option.some(null)))))

/** An id as it may stand in a path. */
const Id = Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_-]{1,128}$/u))

const Text = told(Schema.String)
const Whole = told(Schema.Finite)
const Flag = told(Schema.Boolean)
const AnyRecord = told(Schema.Record(Schema.String, Schema.Unknown))

/** Body of every dial endpoint: `POST /v1/convai/{twilio,sip-trunk,exotel}/outbound-call`. */
export const DialBody = Schema.Struct({
  agent_id: Schema.String,
  agent_phone_number_id: Schema.String,
  to_number: Schema.String,
  call_recording_enabled: Schema.optionalKey(Schema.Boolean),
  telephony_call_config: Schema.optionalKey(
    Schema.Struct({
      ringing_timeout_secs: Schema.optionalKey(Schema.Int),
      twilio_machine_detection: Schema.optionalKey(
        Schema.Struct({ mode: Schema.Literals(["enable", "detect_message_end"]) })
      )
    })
  ),
  conversation_initiation_client_data: Schema.Struct({
    user_id: Schema.String,
    dynamic_variables: Schema.Record(Schema.String, Schema.Union([Schema.String, Schema.Finite, Schema.Boolean])),
    branch_id: Schema.optionalKey(Schema.String),
    environment: Schema.optionalKey(Schema.String),
    conversation_config_override: Schema.optionalKey(
      Schema.Struct({
        agent: Schema.optionalKey(
          Schema.Struct({
            first_message: Schema.optionalKey(Schema.String),
            language: Schema.optionalKey(Schema.String),
            prompt: Schema.optionalKey(Schema.Struct({ prompt: Schema.String }))
          })
        ),
        tts: Schema.optionalKey(Schema.Struct({ voice_id: Schema.String })),
        conversation: Schema.optionalKey(Schema.Struct({ max_duration_seconds: Schema.Int }))
      })
    )
  })
})
export type DialBody = typeof DialBody.Type

/** Answer of a dial endpoint. `callSid` (Twilio, Exotel) and `sip_call_id` (SIP) are the wire's own spellings. */
export const DialReply = Schema.Struct({
  success: Flag,
  message: Text,
  conversation_id: Text,
  callSid: Text,
  sip_call_id: Text
})

const ToolCall = Schema.Struct({ request_id: Text, tool_name: Text, params_as_json: Text })
const ToolResult = Schema.Struct({
  request_id: Text,
  tool_name: Text,
  result_value: Text,
  is_error: Flag,
  result: told(Schema.Struct({ result_type: Text }))
})

/** A turn of the transcript. Role `user` is the person called. */
export const TranscriptEntry = Schema.Struct({
  role: Text,
  message: Text,
  time_in_call_secs: Whole,
  interrupted: Flag,
  tool_calls: told(Schema.Array(ToolCall)),
  tool_results: told(Schema.Array(ToolResult))
})
export type TranscriptEntry = typeof TranscriptEntry.Type

const PhoneCallBlock = Schema.Struct({
  type: Text,
  direction: Text,
  phone_number_id: Text,
  agent_number: Text,
  external_number: Text,
  call_sid: Text,
  call_id: Text,
  call_result: Text
})

/** `GET /v1/convai/conversations/{id}`. Only id and status must be there. */
export const ConversationRecord = Schema.Struct({
  conversation_id: Id,
  status: Schema.String,
  agent_id: Text,
  agent_name: Text,
  user_id: Text,
  branch_id: Text,
  version_id: Text,
  environment: Text,
  has_audio: Flag,
  tag_ids: told(Schema.Array(Schema.String)),
  transcript: told(Schema.Array(TranscriptEntry)),
  metadata: told(
    Schema.Struct({
      start_time_unix_secs: Whole,
      accepted_time_unix_secs: Whole,
      call_duration_secs: Whole,
      queue_wait_secs: Whole,
      cost: Whole,
      cost_fiat: Whole,
      termination_reason: Text,
      error: told(Schema.Struct({ code: Whole, reason: Text })),
      warnings: told(Schema.Array(Schema.String)),
      main_language: Text,
      conversation_initiation_source: Text,
      phone_call: told(PhoneCallBlock),
      features_usage: told(Schema.Struct({ voicemail_detection: told(Schema.Struct({ enabled: Flag, used: Flag })) }))
    })
  ),
  analysis: told(
    Schema.Struct({
      call_successful: Text,
      transcript_summary: Text,
      call_summary_title: Text,
      evaluation_criteria_results: AnyRecord,
      data_collection_results: AnyRecord
    })
  ),
  conversation_initiation_client_data: told(Schema.Struct({ dynamic_variables: AnyRecord, user_id: Text }))
})
export type ConversationRecord = typeof ConversationRecord.Type

/** `GET /v1/convai/conversations`. */
export const ConversationList = Schema.Struct({
  conversations: Schema.Array(
    Schema.Struct({
      conversation_id: Id,
      status: Schema.String,
      agent_id: Text,
      agent_name: Text,
      direction: Text,
      start_time_unix_secs: Whole,
      call_duration_secs: Whole,
      message_count: Whole,
      call_successful: Text,
      termination_reason: Text
    })
  ),
  has_more: Flag,
  next_cursor: Text
})

/** `GET /v1/convai/agents/{id}`, as far as a dial depends on it. */
export const AgentRecord = Schema.Struct({
  agent_id: Text,
  name: Text,
  conversation_config: told(
    Schema.Struct({
      conversation: told(Schema.Struct({ max_duration_seconds: Whole })),
      language_presets: told(
        Schema.Record(
          Schema.String,
          Schema.NullOr(
            Schema.Struct({
              overrides: told(
                Schema.Struct({
                  agent: told(Schema.Struct({ first_message: Text })),
                  conversation: told(Schema.Struct({ max_duration_seconds: Whole }))
                })
              )
            })
          )
        )
      ),
      agent: told(
        Schema.Struct({
          first_message: Text,
          language: Text,
          max_conversation_duration_message: Text,
          dynamic_variables: told(Schema.Struct({ dynamic_variable_placeholders: AnyRecord })),
          prompt: told(
            Schema.Struct({
              prompt: Text,
              tools: told(Schema.Array(Schema.Unknown)),
              tool_ids: told(Schema.Array(Schema.String)),
              built_in_tools: Schema.optionalKey(Schema.Unknown)
            })
          )
        })
      )
    })
  ),
  workflow: Schema.optionalKey(Schema.Unknown),
  platform_settings: told(
    Schema.Struct({
      privacy: told(Schema.Struct({ record_voice: Flag })),
      overrides: told(Schema.Struct({ conversation_config_override: AnyRecord }))
    })
  )
})
export type AgentRecord = typeof AgentRecord.Type

/** `GET /v1/convai/agents`. */
export const AgentList = Schema.Struct({
  agents: Schema.Array(Schema.Struct({ agent_id: Id, name: Text, archived: Flag })),
  has_more: Flag,
  next_cursor: Text
})
export type AgentList = typeof AgentList.Type

/** A phone number of the account, in the v1 and v2 lists and alone. */
export const PhoneNumberRecord = Schema.Struct({
  phone_number_id: Id,
  phone_number: Text,
  label: Text,
  provider: Text,
  supports_outbound: Flag
})
export type PhoneNumberRecord = typeof PhoneNumberRecord.Type

/** `GET /v1/convai/phone-numbers` is an array, the v2 path gives a page. */
export const PhoneNumberList = Schema.Union([
  Schema.Array(PhoneNumberRecord),
  Schema.Struct({ phone_numbers: Schema.Array(PhoneNumberRecord) })
])

/** What the monitor socket of a conversation is told. */
export const MonitorCommand = Schema.Struct({ command_type: Schema.Literal("end_call") })

const ErrorDetail = Schema.Union([
  Schema.String,
  Schema.Array(Schema.Struct({ loc: told(Schema.Array(Schema.Unknown)), msg: Text })),
  Schema.Struct({ type: Text, code: Text, status: Text, message: Text, request_id: Text })
])

/** Every error body of the provider: a text, a list of fields, the object of today or the older one. */
export const ErrorBody = Schema.Struct({ detail: ErrorDetail })

/** What the provider sends by itself, as far as every type of it is alike. */
export const WebhookEnvelope = Schema.Struct({ type: Text, event_timestamp: Whole, data: AnyRecord })
