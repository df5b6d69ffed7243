import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { lazily } from "./EndWith.ts"
import { id, simulate, text } from "./Flags.ts"

const line = (name: string, description: string) =>
  Flag.Int(name).pipe(
    Flag.filter(
      (number) => number >= 0,
      () => "Expected 0 or more"
    ),
    Flag.withDescription(description)
  )

const after = line("after", "Only lines after this one (from the first unless told)").pipe(Flag.withDefault(0))

const list = {
  after,
  limit: Flag.Int("limit").pipe(
    Flag.filter(
      (rows) => rows >= 1 && rows <= 1_000,
      () => "Expected 1 to 1000"
    ),
    Flag.withDescription("Lines on a page, 1 to 1000 (100 unless told)"),
    Flag.withDefault(100)
  ),
  simulate
}
export type ListAuditInput = Command.Command.Config.Infer<typeof list>

const listCommand = Command.make(
  "list",
  list,
  lazily(() => import("./audit.ts").then((module) => module.listAuditCommand))
).pipe(Command.withDescription("List what was decided and by whom, oldest first"))

const verify = {
  expectEntries: line("expect-entries", "How many lines there were at least, as noted elsewhere").pipe(Flag.optional),
  expectHash: text("expect-hash", "The hash that the last of these lines had, as noted elsewhere", "hash"),
  simulate
}
export type VerifyAuditInput = Command.Command.Config.Infer<typeof verify>

const verifyCommand = Command.make(
  "verify",
  verify,
  lazily(() => import("./audit.ts").then((module) => module.verifyAuditCommand))
).pipe(
  Command.withDescription("Look over the whole log for lines that were changed, left out or put between"),
  Command.withExamples([
    {
      command: "outbound audit verify --expect-entries 1042 --expect-hash 9f2c…",
      description: "Fails also when lines were cut from the end since that count and hash were noted"
    }
  ])
)

const exported = { after, simulate }
export type ExportAuditInput = Command.Command.Config.Infer<typeof exported>

const exportCommand = Command.make(
  "export",
  exported,
  lazily(() => import("./audit.ts").then((module) => module.exportAuditCommand))
).pipe(Command.withDescription("Print every line of the log as a JSON document on a line of its own"))

const evidence = { id, simulate }
export type EvidenceInput = Command.Command.Config.Infer<typeof evidence>

const evidenceCommand = Command.make(
  "evidence",
  evidence,
  lazily(() => import("./evidence.ts").then((module) => module.evidence))
).pipe(Command.withDescription("Show why a call was allowed, and whether that is still what was written then"))

export const auditCommand = Command.make("audit").pipe(
  Command.withDescription("Read and verify the log of what was decided; it holds no phone number"),
  Command.withSubcommands([listCommand, verifyCommand, exportCommand, evidenceCommand])
)
