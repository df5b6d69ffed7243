import { DateTime, type Schema } from "effect"
import { dynamicVariables } from "./ClientData.ts"
import { numberOf } from "./PhoneNumber.ts"
import { startSeconds, type Dial } from "./World.ts"

/** The variables of a conversation: those of the dial, and the provider's own. */
export const knownVariables = (dial: Dial, durationSeconds: number): Schema.JsonObject => ({
  ...dynamicVariables(dial.clientData),
  system__agent_id: dial.agentId,
  system__current_agent_id: dial.agentId,
  system__conversation_id: dial.conversationId,
  system__caller_id: numberOf(dial.phoneNumberId),
  system__called_number: dial.toNumber,
  system__call_sid: dial.callSid,
  system__call_duration_secs: durationSeconds,
  system__time_utc: DateTime.formatIso(DateTime.makeUnsafe(startSeconds(dial) * 1000))
})
