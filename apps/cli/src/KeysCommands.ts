import { KeyScope } from "@outbound-call/core/ApiKey"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { lazily } from "./EndWith.ts"
import { duration, simulate, text } from "./Flags.ts"

const count = (name: string, description: string) =>
  Flag.Int(name).pipe(
    Flag.filter(
      (number) => number >= 1 && number <= 1_000_000,
      () => "Expected 1 to 1000000"
    ),
    Flag.withDescription(description),
    Flag.optional
  )

const create = {
  name: Flag.String("name").pipe(
    Flag.withMetavar("text"),
    Flag.withDescription("What the key is for, for the people who read the list; required")
  ),
  owner: Flag.String("owner").pipe(
    Flag.withMetavar("name"),
    Flag.withDescription("Who places the calls that are placed with it, and sees them; a rotation keeps it; required")
  ),
  scope: Flag.Literals("scope", KeyScope.literals).pipe(
    Flag.withDescription(
      "What it may do; required, repeatable. admin may do everything but reopen dialling, and sees the calls of every owner"
    ),
    Flag.atLeast(1)
  ),
  profile: text(
    "profile",
    "Judge its calls by this policy profile (by that of the server unless told, and then informational and test calls alone)",
    "name"
  ),
  expiresIn: duration("expires-in", "When it ends by itself, for example 90d (never unless told)"),
  requestsPerMinute: count("requests-per-minute", "Requests in a minute (600 unless told)"),
  callsPerMinute: count("calls-per-minute", "Calls placed in any minute (no limit unless told)"),
  callsPerDay: count("calls-per-day", "Calls placed in any 24 hours (no limit unless told)"),
  simulate
}
export type CreateKeyInput = Command.Command.Config.Infer<typeof create>

const createCommand = Command.make(
  "create",
  create,
  lazily(() => import("./keys.ts").then((module) => module.createKeyCommand))
).pipe(
  Command.withDescription(
    "Make a key and print its secret, once. From the first key on the HTTP server answers nobody without a key"
  ),
  Command.withExamples([
    {
      command: "outbound keys create --name crm --owner sales --scope calls:place --scope calls:read --expires-in 90d",
      description: "A key that places and reads the calls of its owner, and hears nothing of what is said"
    }
  ])
)

const list = { simulate }
export type ListKeysInput = Command.Command.Config.Infer<typeof list>

const listCommand = Command.make(
  "list",
  list,
  lazily(() => import("./keys.ts").then((module) => module.listKeysCommand))
).pipe(Command.withDescription("List every key, newest first, also those that are no longer good; shows no secret"))

const key = Argument.String("id").pipe(Argument.withDescription("Key id (key_…)"))

const revoke = { id: key, simulate }
export type RevokeKeyInput = Command.Command.Config.Infer<typeof revoke>

const revokeCommand = Command.make(
  "revoke",
  revoke,
  lazily(() => import("./keys.ts").then((module) => module.revokeKeyCommand))
).pipe(Command.withDescription("End a key at once and for good; calls that were placed with it go on"))

const rotate = {
  id: key,
  grace: duration("grace", "How long the old key stays good (24h unless told)"),
  simulate
}
export type RotateKeyInput = Command.Command.Config.Infer<typeof rotate>

const rotateCommand = Command.make(
  "rotate",
  rotate,
  lazily(() => import("./keys.ts").then((module) => module.rotateKeyCommand))
).pipe(
  Command.withDescription("Make a second key with the same owner, scopes and limits; the first one expires soon after")
)

export const keysCommand = Command.make("keys").pipe(
  Command.withDescription("Make, list, rotate and end the keys of the HTTP server"),
  Command.withSubcommands([createCommand, listCommand, revokeCommand, rotateCommand])
)
