import * as Command from "effect/cli/Command"
import { approvalsCommand, approveCommand, denyCommand } from "./ApprovalCommands.ts"
import { auditCommand } from "./AuditCommands.ts"
import { callCommand } from "./CallCommand.ts"
import { checkCommand } from "./CheckCommand.ts"
import { exitCodeLines } from "./ExitCode.ts"
import {
  hangUpCommand,
  recordingCommand,
  recoverCommand,
  resolveCommand,
  showCommand,
  transcriptCommand,
  watchCommand
} from "./FollowCommands.ts"
import { JsonFlag } from "./JsonFlag.ts"
import { keysCommand } from "./KeysCommands.ts"
import { callsCommand, conversationsCommand } from "./ListCommands.ts"
import { policyCommand } from "./PolicyCommands.ts"
import { personCommand } from "./PersonCommands.ts"
import { compactCommand, forgetCommand } from "./RetentionCommands.ts"
import { doctorCommand, emulatorCommand, reconcileCommand } from "./ServiceCommands.ts"
import { webhooksCommand } from "./WebhooksCommands.ts"
import { suppressCommand } from "./SuppressCommands.ts"

const environmentLines = [
  "  ELEVENLABS_API_KEY, ELEVEN_LABS_AGENT_ID, PHONE_NUMBER_ID  the account, agent and number of calls from here",
  "  OUTBOUND_URL      go through this server; every setting but the next is the server's then",
  "  OUTBOUND_API_KEY  the server's key, where it asks for one",
  "  All of them: docs/reference.md"
]

/** The whole command tree. Handlers load when they run: printing help builds nothing. */
export const outbound = Command.make("outbound").pipe(
  Command.withDescription(
    [
      "Place AI-agent phone calls, follow them, and read what was said. Nobody is ever rung twice for one call.",
      "",
      "ENVIRONMENT",
      ...environmentLines,
      "",
      "EXIT CODES",
      ...exitCodeLines.map((line) => `  ${line}`)
    ].join("\n")
  ),
  Command.withSubcommands([
    callCommand,
    checkCommand,
    watchCommand,
    showCommand,
    transcriptCommand,
    recordingCommand,
    callsCommand,
    conversationsCommand,
    recoverCommand,
    resolveCommand,
    reconcileCommand,
    hangUpCommand,
    approvalsCommand,
    approveCommand,
    denyCommand,
    suppressCommand,
    policyCommand,
    auditCommand,
    personCommand,
    forgetCommand,
    compactCommand,
    keysCommand,
    webhooksCommand,
    doctorCommand,
    emulatorCommand
  ]),
  Command.withGlobalFlags([JsonFlag])
)
