import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { lazily } from "./EndWith.ts"
import { cursor, limit, simulate, text } from "./Flags.ts"

const number = "Phone number with its +, for example +14155550100"
const region = text(
  "region",
  "Region of numbers that are written without +, for example US (else OUTBOUND_REGION; without either they are refused)",
  "US"
)
const source = (described: string) => text("source", `Where it comes from (${described} unless told)`, "text")

const add = {
  numbers: Argument.String("number").pipe(Argument.withDescription(number), Argument.atLeast(1)),
  source: source('"added by hand"'),
  note: text("note", "More about it", "text"),
  region,
  simulate
}
export type SuppressInput = Command.Command.Config.Infer<typeof add>

const addCommand = Command.make(
  "add",
  add,
  lazily(() => import("./suppress.ts").then((module) => module.suppress))
).pipe(
  Command.withDescription(
    "Call numbers no more. Calls that wait are cancelled; one that rings or is talked in goes on until it is hung up"
  ),
  Command.withExamples([
    {
      command: 'outbound suppress add +14155550100 --source "a letter" --note "of 2026-11-22"',
      description: "Nobody calls this number any more"
    }
  ])
)

const remove = {
  target: Argument.String("number|id").pipe(Argument.withDescription(`${number}, or the id of its entry (sup_…)`)),
  region,
  simulate
}
export type ReleaseInput = Command.Command.Config.Infer<typeof remove>

const removeCommand = Command.make(
  "remove",
  remove,
  lazily(() => import("./suppress.ts").then((module) => module.release))
).pipe(Command.withDescription("Allow calls to a number again, because the person asked for it"))

const list = {
  showNumbers: Flag.Boolean("show-numbers").pipe(
    Flag.withDescription("Show numbers whole"),
    Flag.withDefault(false),
    Flag.withoutNegation
  ),
  limit,
  cursor,
  simulate
}
export type SuppressionsInput = Command.Command.Config.Infer<typeof list>

const listCommand = Command.make(
  "list",
  list,
  lazily(() => import("./suppress.ts").then((module) => module.suppressions))
).pipe(Command.withDescription("List who is called no more, newest first"))

const check = { number: Argument.String("number").pipe(Argument.withDescription(number)), region, simulate }
export type CheckNumberInput = Command.Command.Config.Infer<typeof check>

const checkCommand = Command.make(
  "check",
  check,
  lazily(() => import("./suppress.ts").then((module) => module.check))
).pipe(Command.withDescription("Say whether a number is on the list; ends with 4 when it is"))

const importing = {
  file: Argument.String("file").pipe(Argument.withDescription("CSV file, or - for stdin: number,source,note,date")),
  source: source('"imported"'),
  skipBad: Flag.Boolean("skip-bad").pipe(
    Flag.withDescription("Import the good lines of a file that has bad ones"),
    Flag.withDefault(false),
    Flag.withoutNegation
  ),
  region,
  simulate
}
export type ImportInput = Command.Command.Config.Infer<typeof importing>

const importCommand = Command.make(
  "import",
  importing,
  lazily(() => import("./suppress-import.ts").then((module) => module.importSuppressions))
).pipe(
  Command.withDescription(
    "Add every number of a CSV file: number, and if you like source, note and date. Tells every bad line, and then imports nothing"
  )
)

const exporting = {
  output: Flag.String("output").pipe(
    Flag.withAlias("o"),
    Flag.withMetavar("file"),
    Flag.withDescription("File to write, for its owner only; - is stdout (unless told)"),
    Flag.withDefault("-")
  ),
  simulate
}
export type ExportInput = Command.Command.Config.Infer<typeof exporting>

const exportCommand = Command.make(
  "export",
  exporting,
  lazily(() => import("./suppress-export.ts").then((module) => module.exportSuppressions))
).pipe(Command.withDescription("Write the list as CSV, numbers whole"))

export const suppressCommand = Command.make("suppress").pipe(
  Command.withDescription("Keep the list of numbers that are called no more, by no owner"),
  Command.withSubcommands([addCommand, removeCommand, listCommand, checkCommand, importCommand, exportCommand])
)
