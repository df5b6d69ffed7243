/** Answers of `GET /v1/convai/conversations/{id}`, written by hand from the provider's documentation. */

const sound = { has_audio: true, has_user_audio: true, has_response_audio: true, has_auxiliary_audio: false }
const silence = { has_audio: false, has_user_audio: false, has_response_audio: false, has_auxiliary_audio: false }

const twilioCall = {
  type: "twilio",
  direction: "outbound",
  phone_number_id: "phnum_demo",
  agent_number: "+14155550199",
  external_number: "+14155550100",
  stream_sid: "MZ01",
  call_sid: "CA01",
  call_result: "answered"
}

export const finishedTwilio = {
  agent_id: "agent_demo",
  agent_name: "Demo",
  conversation_id: "conv_finished",
  status: "done",
  user_id: "call_01",
  branch_id: "branch_1",
  version_id: "version_1",
  environment: "production",
  tag_ids: ["tag_1"],
  ...sound,
  metadata: {
    start_time_unix_secs: 1_795_348_800,
    accepted_time_unix_secs: 1_795_348_812,
    call_duration_secs: 41,
    queue_wait_secs: 0.5,
    cost: 310,
    cost_fiat: 0.07,
    termination_reason: "Call ended by remote party",
    error: null,
    warnings: ["slow_llm"],
    main_language: "en",
    conversation_initiation_source: "twilio",
    phone_call: twilioCall,
    features_usage: { voicemail_detection: { enabled: true, used: false } }
  },
  analysis: {
    call_successful: "success",
    transcript_summary: "Ada confirmed.",
    call_summary_title: "Reminder",
    evaluation_criteria_results: { polite: { criteria_id: "polite", result: "success", rationale: "Yes." } },
    data_collection_results: { age: { data_collection_id: "age", value: 36 } }
  },
  transcript: [
    { role: "agent", message: "Hi Ada", time_in_call_secs: 0, tool_calls: [], tool_results: [], interrupted: true },
    { role: "user", message: "Hello", time_in_call_secs: 3, tool_calls: [], tool_results: [] }
  ],
  conversation_initiation_client_data: {
    user_id: "call_01",
    dynamic_variables: { outbound_call_id: "call_01", customer_name: "Ada", system__call_sid: "CA01" }
  }
}

export const failedSip = {
  agent_id: "agent_demo",
  conversation_id: "conv_sip",
  status: "failed",
  ...silence,
  metadata: {
    start_time_unix_secs: 1_795_348_800,
    accepted_time_unix_secs: null,
    call_duration_secs: 0,
    termination_reason: "",
    error: { code: 486, reason: "INVITE failed: sip status: 486: Busy Here (SIP 486)" },
    warnings: [],
    phone_call: {
      type: "sip_trunking",
      direction: "outbound",
      phone_number_id: "phnum_sip",
      agent_number: "+14155550198",
      external_number: "+14155550101",
      call_sid: "SCL_1",
      call_id: "otb_1",
      sip_header_dynamic_variables: {},
      call_result: null
    }
  },
  analysis: null,
  transcript: []
}

export const voicemail = {
  ...finishedTwilio,
  conversation_id: "conv_machine",
  metadata: {
    ...finishedTwilio.metadata,
    termination_reason: "voicemail_detection tool was called",
    phone_call: { ...twilioCall, call_result: "voicemail" },
    features_usage: { voicemail_detection: { enabled: true, used: true } }
  },
  transcript: [
    { role: "user", message: "Please leave a message.", time_in_call_secs: 2 },
    {
      role: "agent",
      message: null,
      time_in_call_secs: 8,
      tool_calls: [
        {
          type: "system",
          request_id: "r1",
          tool_name: "voicemail_detection",
          params_as_json: '{"reason":"greeting"}',
          tool_has_been_called: true
        }
      ],
      tool_results: [
        {
          request_id: "r1",
          tool_name: "voicemail_detection",
          result_value: "ok",
          is_error: false,
          tool_has_been_called: true,
          result: { result_type: "voicemail_detection_success", status: "success", voicemail_message: null }
        }
      ]
    }
  ]
}

export const withTools = {
  ...finishedTwilio,
  conversation_id: "conv_tools",
  transcript: [
    {
      role: "agent",
      message: "One moment.",
      time_in_call_secs: 9,
      tool_calls: [
        { request_id: "r1", tool_name: "look_up", params_as_json: '{"id":1}', tool_has_been_called: true },
        { request_id: "r2", tool_name: "write_down", params_as_json: "{}", tool_has_been_called: true }
      ],
      tool_results: [
        { request_id: "r2", tool_name: "write_down", result_value: "boom", is_error: true, tool_has_been_called: true },
        { request_id: "r1", tool_name: "look_up", result_value: '{"state":"open"}', is_error: false },
        { request_id: "r9", tool_name: "left_over", result_value: "late", is_error: false }
      ]
    }
  ]
}

/** As an older server writes it: only what it always wrote. */
export const olderServer = {
  agent_id: "agent_demo",
  conversation_id: "conv_old",
  status: "in-progress",
  transcript: [{ role: "agent", message: "Hi", time_in_call_secs: 0 }],
  metadata: {
    start_time_unix_secs: 1_795_348_800,
    call_duration_secs: 0,
    phone_call: {
      type: "twilio",
      direction: "outbound",
      phone_number_id: "phnum_demo",
      agent_number: "+14155550199",
      external_number: "+14155550100",
      call_sid: "CA01"
    }
  }
}

/** As a server of next year may write it: new fields, new words, other types. */
export const newerServer = {
  ...finishedTwilio,
  conversation_id: "conv_new",
  status: "on-hold",
  has_audio: "yes",
  mood: { sunny: true },
  metadata: {
    ...finishedTwilio.metadata,
    cost: "310",
    warnings: [{ text: "new" }],
    phone_call: { ...twilioCall, type: "satellite", call_result: "abducted", orbit: 3 }
  },
  analysis: { call_successful: "error", transcript_summary: 5 },
  transcript: [{ role: "user", message: "Hello", time_in_call_secs: "3", emotion: "calm" }]
}
