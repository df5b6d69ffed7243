import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { lazily } from "./EndWith.ts"
import { duration, simulate, text } from "./Flags.ts"
import { requestFlags } from "./RequestFlags.ts"

const config = {
  ...requestFlags,
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
  waitForApproval: Flag.Boolean("wait-for-approval").pipe(
    Flag.withDescription("Where only a person's yes is missing, let the call wait for that; without it, it is refused"),
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
  Command.withDescription(
    "Place one call, follow it, and print what was said. Texts with characters that do not show are refused, and no phone rings"
  ),
  Command.withExamples([
    { command: "outbound call +14155550100 --simulate --var customer_name=Ada", description: "Try it without a phone" },
    { command: "outbound call +14155550100 --var customer_name=Ada --timeout 5m" },
    { command: "outbound call +14155550100 --vars ada.json --json" }
  ])
)
