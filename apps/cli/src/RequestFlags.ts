import { Purpose } from "@outbound-call/core/CallRequest"
import { Consent } from "@outbound-call/core/Recipient"
import * as Argument from "effect/cli/Argument"
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { duration, text } from "./Flags.ts"

/** What says whom to call, by which agent and how. */
export const requestFlags = {
  number: Argument.String("number").pipe(
    Argument.withDescription("Number to call: +, country code and number, for example +14155550100")
  ),
  var: Flag.String("var").pipe(
    Flag.withMetavar("name=text"),
    Flag.withDescription(
      "A variable for the agent, repeatable. name=text is always text; name:=5 is a number, name:=true a boolean"
    ),
    Flag.atLeast(0)
  ),
  vars: text("vars", "Variables from a JSON object in a file, or - for stdin; --var wins over it", "file.json|-"),
  agent: text("agent", "The agent that speaks (else ELEVEN_LABS_AGENT_ID)", "agent_id"),
  from: text("from", "Id of the number to call from (else PHONE_NUMBER_ID)", "phone_number_id"),
  firstMessage: text("first-message", "First sentence of the agent, for this call", "text"),
  language: text("language", "Language of the agent, for this call, for example fr", "code"),
  prompt: text("prompt", "System prompt of the agent, for this call", "text"),
  voice: text("voice", "Voice of the agent, for this call", "voice_id"),
  purpose: Flag.Literals("purpose", Purpose.literals).pipe(
    Flag.withDescription("Why the call is made (informational unless told; test in simulation)"),
    Flag.optional
  ),
  timeZone: text("time-zone", "Time zone of the person, when the number does not tell it: America/Chicago", "zone"),
  place: text("place", "State or province of the person, in ISO 3166-2: US-TX", "code"),
  consentKind: Flag.Literals("consent", Consent.fields.kind.literals).pipe(
    Flag.withDescription("The person agreed to be called: express (said so) or written; a sales call needs it"),
    Flag.optional
  ),
  consentSource: text("consent-source", "Where that can be looked up, for example a form and its record", "text"),
  consentAt: text("consent-at", "When it was given: 2026-11-24, or with a time", "date"),
  maxDuration: duration("max-duration", "End the call after this long, up to 2h"),
  ringingTimeout: duration("ringing-timeout", "Ring for at most this long, up to 10m (the provider's default is 60)"),
  machineDetection: Flag.Literals("machine-detection", ["off", "detect", "detect-message-end"]).pipe(
    Flag.withDescription("The carrier's answering-machine detection; Twilio numbers only"),
    Flag.optional
  ),
  recording: Flag.Boolean("recording").pipe(
    Flag.withDescription("Record the call in the Twilio account as well"),
    Flag.optional
  ),
  userId: text("user-id", "Your key for the person, kept with the provider's record", "id"),
  branch: text("branch", "Branch of the agent", "id"),
  environment: text("environment", "Environment whose variables the agent resolves", "name"),
  region: text("region", "Region in which a national number is read, for example US (else OUTBOUND_REGION)", "XX")
}

/** What was typed of a request. */
export type RequestInput = Command.Command.Config.Infer<typeof requestFlags>
