import * as Command from "effect/cli/Command"
import { callCommand } from "./CallCommand.ts"
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
import { Json } from "./Json.ts"
import { keysCommand } from "./KeysCommands.ts"
import { callsCommand, conversationsCommand } from "./ListCommands.ts"
import { doctorCommand, emulatorCommand, reconcileCommand } from "./ServiceCommands.ts"

/** The whole command tree. Handlers load when they run: printing help builds nothing. */
export const outbound = Command.make("outbound").pipe(
  Command.withDescription(
    [
      "Place AI-agent phone calls, follow them, and read what was said. Nobody is ever rung twice for one call.",
      "",
      "EXIT CODES",
      ...exitCodeLines.map((line) => `  ${line}`)
    ].join("\n")
  ),
  Command.withSubcommands([
    callCommand,
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
    keysCommand,
    doctorCommand,
    emulatorCommand
  ]),
  Command.withGlobalFlags([Json])
)
