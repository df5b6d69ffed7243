import { Option, Schema } from "effect"
import type { Delivery } from "../DialTransport.ts"
import type { DialAnswer } from "../DialAnswer.ts"
import { attemptVariable, ConversationId } from "../CallIds.ts"
import type { Carrier, DialOrder } from "../VoiceProvider.ts"
import { sentence } from "../Patience.ts"
import { readErrorBody } from "./ElevenLabsError.ts"
import { type DialBody, DialReply } from "./ElevenLabsWire.ts"

/** Path of the endpoint that dials from a number of this carrier. */
export const dialPath: Record<Carrier, string> = {
  twilio: "/v1/convai/twilio/outbound-call",
  sip_trunk: "/v1/convai/sip-trunk/outbound-call",
  exotel: "/v1/convai/exotel/outbound-call"
}

/** How long to wait for the answer: a SIP dial blocks while it rings, the others only queue the call. */
export const dialTimeoutMillis = (order: DialOrder): number =>
  order.carrier === "sip_trunk" ? ((order.request.ringingTimeoutSeconds ?? 60) + 60) * 1000 : 60_000

/** The body of the dial. Fields that nobody asked for are left out, so older deployments accept it. */
export const dialBody = ({ callId, carrier, request, userId }: DialOrder): DialBody => {
  const telephony = telephonyConfig(carrier, request)
  const override = configOverride(request)
  return {
    agent_id: request.agentId,
    agent_phone_number_id: request.phoneNumberId,
    to_number: request.to,
    ...(request.recording === undefined || carrier !== "twilio" ? {} : { call_recording_enabled: request.recording }),
    ...(Object.keys(telephony).length === 0 ? {} : { telephony_call_config: telephony }),
    conversation_initiation_client_data: {
      user_id: userId,
      dynamic_variables: { ...request.variables, [attemptVariable]: callId },
      ...(request.branchId === undefined ? {} : { branch_id: request.branchId }),
      ...(request.environment === undefined ? {} : { environment: request.environment }),
      ...(Object.keys(override).length === 0 ? {} : { conversation_config_override: override })
    }
  }
}

const telephonyConfig = (
  carrier: Carrier,
  { machineDetection, ringingTimeoutSeconds }: DialOrder["request"]
): NonNullable<DialBody["telephony_call_config"]> => ({
  ...(ringingTimeoutSeconds === undefined ? {} : { ringing_timeout_secs: ringingTimeoutSeconds }),
  ...(carrier !== "twilio" || machineDetection === undefined || machineDetection === "off"
    ? {}
    : { twilio_machine_detection: { mode: machineDetection === "detect" ? "enable" : "detect_message_end" } })
})

const configOverride = ({
  maxDurationSeconds,
  overrides = {}
}: DialOrder["request"]): NonNullable<
  DialBody["conversation_initiation_client_data"]["conversation_config_override"]
> => {
  const agent = {
    ...(overrides.firstMessage === undefined ? {} : { first_message: overrides.firstMessage }),
    ...(overrides.language === undefined ? {} : { language: overrides.language }),
    ...(overrides.prompt === undefined ? {} : { prompt: { prompt: overrides.prompt } })
  }
  return {
    ...(Object.keys(agent).length === 0 ? {} : { agent }),
    ...(overrides.voiceId === undefined ? {} : { tts: { voice_id: overrides.voiceId } }),
    ...(maxDurationSeconds === undefined ? {} : { conversation: { max_duration_seconds: maxDurationSeconds } })
  }
}

/**
 * Reads what became of the dial. Only a clear no of the provider, or a request that never left, means that nothing
 * rang; whatever cannot be read is `unclear` and may have rung.
 */
export const readDelivery = (delivery: Delivery, carrier: Carrier): DialAnswer => {
  switch (delivery.type) {
    case "not-sent":
      return { type: "not-sent", message: `The request was not sent: ${sentence(delivery.reason)}` }
    case "lost":
      return unclear(null, sentence(delivery.reason), "")
    case "answered":
      return delivery.status === 200 ? readReply(delivery.body, carrier) : readRefusal(delivery.status, delivery.body)
  }
}

const decodeReply = Schema.decodeUnknownOption(Schema.fromJsonString(DialReply))
const isConversationId = Schema.is(ConversationId)

const readReply = (body: string, carrier: Carrier): DialAnswer => {
  const read = decodeReply(body)
  if (Option.isNone(read)) return unclear(200, "The provider answered 200 with a body that cannot be read.", body)
  const reply = read.value
  const id = isConversationId(reply.conversation_id) ? reply.conversation_id : null
  const callSid = reply.callSid ?? reply.sip_call_id ?? null
  if (reply.success !== false && id !== null) {
    return { type: "dialled", conversationId: id, callSid, detail: body }
  }
  const message = reply.message ?? ""
  if (reply.success === false && id === null && callSid === null && carrier === "twilio" && createError.test(message)) {
    return {
      type: "rejected",
      status: 200,
      message: `Twilio refused the call: ${sentence(message)} ${twilioAdvice(message)}`,
      detail: body
    }
  }
  const said = message === "" ? "" : ` It says: ${sentence(message)}`
  return {
    ...unclear(
      200,
      `The provider answered 200 ${reply.success === false ? "without success" : "without a conversation id"}.${said}`,
      body
    ),
    conversationId: id
  }
}

const createError = /unable to create record/i

const rejections = new Set([400, 401, 402, 403, 404, 422])

const readRefusal = (status: number, body: string): DialAnswer => {
  const report = readErrorBody(body)
  if (report === null) return unclear(status, `The provider answered HTTP ${status} without a readable reason.`, body)
  const said = `HTTP ${status}: ${sentence(report.message)}`
  if (rejections.has(status)) {
    return {
      type: "rejected",
      status,
      message: `The provider rejected the call with ${said} ${rejectionAdvice(status, report.code)}`,
      detail: body
    }
  }
  return status === 429
    ? { type: "rate-limited", status, message: `The provider was at its limit, ${said}`, detail: body }
    : unclear(status, `The provider answered ${said}`, body)
}

const rejectionAdvice = (status: number, code: string | null): string => {
  if (code === "missing_permissions") return "Give the key the permission ElevenLabs Agents Write."
  switch (status) {
    case 401:
      return "Check ELEVENLABS_API_KEY and its residency region."
    case 402:
      return "Top up the account."
    case 403:
      return "The account may not do this; see its plan and permissions."
    case 404:
      return "Check the agent id and phone number id, and that the key belongs to their workspace."
    default:
      return "Correct the request."
  }
}

const twilioAdvice = (message: string): string =>
  twilioCauses.find(([pattern]) => pattern.test(message))?.[1] ?? "See Twilio's call log for the cause."

/** Only Twilio's text survives the way through the provider, not its error code. */
const twilioCauses: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /authenticate|401/i,
    "The Twilio credentials stored with the phone number are wrong: enter them again in ElevenLabs."
  ],
  [/unverified|trial/i, "A Twilio trial account calls verified numbers only: verify the number or upgrade."],
  [/geo|not enabled|permission|international/i, "Allow the country in Twilio's voice geographic permissions."],
  [/not a valid phone number|is not valid/i, "Check the number."],
  [/caller ?id|source phone number|from/i, "The caller id is not owned or verified in the Twilio account."]
]

const unclear = (status: number | null, message: string, detail: string) =>
  ({ type: "unclear", status, message, conversationId: null, detail }) satisfies DialAnswer
