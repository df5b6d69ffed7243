import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { lazily } from "./EndWith.ts"
import { simulate } from "./Flags.ts"

const show = { simulate }
export type ShowPolicyInput = Command.Command.Config.Infer<typeof show>

const showCommand = Command.make(
  "show",
  show,
  lazily(() => import("./policy.ts").then((module) => module.showPolicy))
).pipe(Command.withDescription("Show the profile in use, what stops dialling, and how many numbers are called no more"))

const reopen = {
  by: Flag.String("by").pipe(Flag.withMetavar("name"), Flag.withDescription("Who allows it; kept; required")),
  yes: Flag.Boolean("yes").pipe(
    Flag.withDescription("You have looked at the last calls; needed where no terminal is"),
    Flag.withDefault(false),
    Flag.withoutNegation
  ),
  simulate
}
export type ReopenInput = Command.Command.Config.Infer<typeof reopen>

const reopenCommand = Command.make(
  "reopen",
  reopen,
  lazily(() => import("./policy.ts").then((module) => module.reopen))
).pipe(
  Command.withDescription(
    "Allow dialling again after it was stopped because calls looked like fraud; first look at them"
  )
)

export const policyCommand = Command.make("policy").pipe(
  Command.withDescription("See what calls are judged by, and allow dialling again after it was stopped"),
  Command.withSubcommands([showCommand, reopenCommand])
)
