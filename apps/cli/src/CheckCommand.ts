import * as Command from "effect/cli/Command"
import { lazily } from "./EndWith.ts"
import { simulate } from "./Flags.ts"
import { requestFlags } from "./RequestFlags.ts"

const config = { ...requestFlags, simulate }

/** What was typed after `outbound check`. */
export type CheckInput = Command.Command.Config.Infer<typeof config>

export const checkCommand = Command.make(
  "check",
  config,
  lazily(() => import("./check.ts").then((module) => module.check))
).pipe(
  Command.withDescription(
    "Say whether a number may be called now: what every rule says, and from when on; dial nothing"
  ),
  Command.withExamples([
    { command: "outbound check +12125550100" },
    { command: "outbound check +12125550100 --purpose sales --place US-NY --json" }
  ])
)
