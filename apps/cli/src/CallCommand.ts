import { Purpose } from "@outbound-call/core/CallRequest"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { lazily } from "./EndWith.ts"
import { duration, simulate, text } from "./Flags.ts"

const config = {
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
  region: text("region", "Region in which a national number is read, for example US (else OUTBOUND_REGION)", "XX"),
  watch: Flag.Boolean("watch").pipe(
    Flag.withDescription("Follow the call until it is over (the default), or exit once it is dialled: --no-watch"),
    Flag.withDefault(true)
  ),
  timeout: duration("timeout", "Stop waiting after this long; the call goes on (2h unless told)"),
  idempotencyKey: text("idempotency-key", "Your key: the same key never places a second call", "key"),
  again: Flag.Boolean("again").pipe(
    Flag.withDescription("Place a new call although the same command placed one in the last 10 minutes"),
    Flag.withDefault(false),
    Flag.withoutNegation
  ),
  dryRun: Flag.Boolean("dry-run").pipe(
    Flag.withDescription("Say whether the call would be placed, and what stands against it; dial nothing"),
    Flag.withDefault(false),
    Flag.withoutNegation
  ),
  simulate
}

/** What was typed after `outbound call`. */
export type CallInput = Command.Command.Config.Infer<typeof config>

export const callCommand = Command.make(
  "call",
  config,
  lazily(() => import("./call.ts").then((module) => module.call))
).pipe(
  Command.withDescription("Place one call, follow it, and print what was said"),
  Command.withExamples([
    { command: "outbound call +14155550100 --simulate --var customer_name=Ada", description: "Try it without a phone" },
    { command: "outbound call +14155550100 --var customer_name=Ada --timeout 5m" },
    { command: "outbound call +14155550100 --vars ada.json --json" }
  ])
)
