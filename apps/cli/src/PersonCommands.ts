import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { lazily } from "./EndWith.ts"
import { simulate, text } from "./Flags.ts"

const number = Argument.String("number").pipe(Argument.withDescription("The person's number, +… with its country code"))

const by = Flag.String("by").pipe(
  Flag.withMetavar("name"),
  Flag.withDescription("Who does it; written down for ever (an operator unless told)"),
  Flag.withDefault("an operator")
)

const exported = {
  number,
  output: Flag.String("output").pipe(
    Flag.withAlias("o"),
    Flag.withMetavar("file|-"),
    Flag.withDescription("Where the document goes, for its owner's eyes only; - for stdout (unless told)"),
    Flag.withDefault("-")
  ),
  by,
  simulate
}
export type ExportPersonInput = Command.Command.Config.Infer<typeof exported>

const exportCommand = Command.make(
  "export",
  exported,
  lazily(() => import("./person-export.ts").then((module) => module.exportPersonCommand))
).pipe(
  Command.withDescription(
    "Hand out everything that is known of a number as JSON, here and at the provider; written down"
  )
)

const erase = {
  number,
  yes: Flag.Boolean("yes").pipe(
    Flag.withDescription("Do not ask; needs --reason"),
    Flag.withDefault(false),
    Flag.withoutNegation
  ),
  reason: text("reason", "Why; written down for ever, so no word of the person", "text"),
  localOnly: Flag.Boolean("local-only").pipe(
    Flag.withDescription("Ask neither the provider nor the carrier: you erased it there yourself"),
    Flag.withDefault(false),
    Flag.withoutNegation
  ),
  by,
  simulate
}
export type ErasePersonInput = Command.Command.Config.Infer<typeof erase>

const eraseCommand = Command.make(
  "erase",
  erase,
  lazily(() => import("./person-erase.ts").then((module) => module.erasePersonCommand))
).pipe(
  Command.withDescription(
    "Erase everything of a number, at the provider, at the carrier and here; it still counts, and stays on the do-not-call list, as a keyed hash"
  )
)

export const personCommand = Command.make("person").pipe(
  Command.withDescription("Hand out, or erase, everything that is known of a person's number"),
  Command.withSubcommands([exportCommand, eraseCommand])
)
