import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { lazily } from "./EndWith.ts"
import { simulate } from "./Flags.ts"
import { durationForms, readDuration } from "./ReadDuration.ts"
import { readInstant } from "./ReadInstant.ts"

const forget = {
  olderThan: Flag.String("older-than").pipe(
    Flag.filterMap(readDuration, () => `Expected ${durationForms}`),
    Flag.withMetavar("90d"),
    Flag.withDescription(
      "Calls that were over so long ago, 31d at least, since so far back the policy looks; this or --before. Asks the provider for the time"
    ),
    Flag.optional
  ),
  before: Flag.String("before").pipe(
    Flag.filterMap(readInstant, () => "Expected a day such as 2026-08-01, or a time such as 2026-08-01T09:00Z"),
    Flag.withMetavar("2026-08-01"),
    Flag.withDescription(
      "Calls that were over before this date; in place of --older-than. Asks nobody for the time: relies on your date, and on the times with which the calls were recorded"
    ),
    Flag.optional
  ),
  dryRun: Flag.Boolean("dry-run").pipe(
    Flag.withDescription("Only count them"),
    Flag.withDefault(false),
    Flag.withoutNegation
  ),
  by: Flag.String("by").pipe(
    Flag.withMetavar("name"),
    Flag.withDescription("Who does it; written down for ever (an operator unless told)"),
    Flag.withDefault("an operator")
  ),
  simulate
}
export type ForgetInput = Command.Command.Config.Infer<typeof forget>

export const forgetCommand = Command.make(
  "forget",
  forget,
  lazily(() => import("./forget.ts").then((module) => module.forget))
).pipe(
  Command.withDescription(
    "Forget what the ledger holds of old calls: number, variables, events, messages; keys still give their call, attempts still count. May be stopped and repeated"
  ),
  Command.withExamples([
    { command: "outbound forget --older-than 90d --dry-run", description: "How many calls that would be" }
  ])
)

const compact = {
  whileInUse: Flag.Boolean("while-in-use").pipe(
    Flag.withDescription(
      "Also while other programs use the ledger: they stand still, up to 10 s for each write, until it is written; refused while a call is being dialled"
    ),
    Flag.withDefault(false),
    Flag.withoutNegation
  ),
  simulate
}
export type CompactInput = Command.Command.Config.Infer<typeof compact>

export const compactCommand = Command.make(
  "compact",
  compact,
  lazily(() => import("./compact.ts").then((module) => module.compact))
).pipe(
  Command.withDescription(
    "Write the ledger's file anew, without the space of what was forgotten or erased; needs its size again on the disk, there and in the temporary folder"
  )
)
