import { AuditEntry } from "@outbound-call/core/AuditEntry"
import { type AuditPage, mostLines } from "@outbound-call/core/ListAudit"
import { isWhole, type VerifiedAudit } from "@outbound-call/core/VerifyAudit"
import { plain } from "@outbound-call/core/RenderTranscript"
import { Console, Effect, Option, Schema } from "effect"
import type { ExportAuditInput, ListAuditInput, VerifyAuditInput } from "./AuditCommands.ts"
import { Decisions } from "./Decisions.ts"
import { instant } from "./DescribeCall.ts"
import { printNote, printResult } from "./Print.ts"
import { readSide } from "./Side.ts"
import { UsageError } from "./UsageError.ts"

const encodeEntry = Schema.encodeSync(AuditEntry)

/** `outbound audit list`: a page of the audit log. */
export const listAuditCommand = Effect.fn("listAuditCommand")(function* (input: ListAuditInput) {
  const side = yield* readSide(input.simulate)
  const found = (yield* side.isThere)
    ? yield* Decisions.use(({ audit }) => audit(input.after, input.limit)).pipe(Effect.provide(side.decisions))
    : { entries: [], nextAfter: null }
  yield* printResult({
    json: {
      entries: found.entries.map((entry) => encodeEntry(entry)),
      nextAfter: found.nextAfter,
      simulated: side.simulated
    },
    text: found.entries.length === 0 ? "Nothing was written down." : found.entries.map(entryLine).join("\n")
  })
  if (found.nextAfter !== null) yield* printNote(`More: --after ${found.nextAfter}`)
  return "done" as const
})

/** `outbound audit verify`: fails when a line is not as it was written, or the log is not the one that was noted. */
export const verifyAuditCommand = Effect.fn("verifyAuditCommand")(function* (input: VerifyAuditInput) {
  const hash = Option.getOrNull(input.expectHash)
  const entries = Option.getOrNull(input.expectEntries)
  if (hash !== null && entries === null) {
    return yield* new UsageError({ message: "--expect-hash is the hash of a line: name its number, --expect-entries." })
  }
  const noted = entries === null ? null : { entries, hash }
  const side = yield* readSide(input.simulate)
  if (!(yield* side.isThere)) {
    return yield* new UsageError({ message: "There is no ledger here, and so no log to verify." })
  }
  const verdict = yield* Decisions.use(({ verify }) => verify(noted)).pipe(Effect.provide(side.decisions))
  const whole = isWhole(verdict)
  yield* printResult({ json: { whole, ...verdict, simulated: side.simulated }, text: verdictText(verdict, entries) })
  return whole ? ("done" as const) : ("other" as const)
})

/** `outbound audit export`: the whole log, for keeping elsewhere. */
export const exportAuditCommand = Effect.fn("exportAuditCommand")(function* (input: ExportAuditInput) {
  const side = yield* readSide(input.simulate)
  if (!(yield* side.isThere)) return "done" as const
  yield* Effect.gen(function* () {
    const { audit } = yield* Decisions
    for (let after: number | null = input.after; after !== null;) {
      const page: AuditPage = yield* audit(after, mostLines)
      for (const entry of page.entries) yield* Console.log(JSON.stringify(encodeEntry(entry)))
      after = page.nextAfter
    }
  }).pipe(Effect.provide(side.decisions))
  return "done" as const
})

const entryLine = ({ actor, at, callId, deed, detail, seq, subject }: AuditEntry): string =>
  [
    String(seq).padStart(6),
    instant(at),
    deed.padEnd(17),
    plain(actor),
    ...(callId === null ? [] : [callId]),
    ...(subject === null ? [] : [`number ${subject.slice(0, 12)}…`]),
    plain(detail)
  ].join("  ")

const verdictText = ({ brokenAt, entries, lastHash, noted }: VerifiedAudit, expected: number | null): string => {
  const found = [`lines         ${entries}`, `last hash     ${lastHash}`]
  if (brokenAt !== null) {
    return [`Broken at line ${brokenAt}: it is not as it was written, or is missing. Whole before it:`, ...found].join(
      "\n"
    )
  }
  switch (noted) {
    case "cut":
      return [`Cut: it had ${expected} lines. What is left is whole:`, ...found].join("\n")
    case "other":
      return [`Written anew: line ${expected} has another hash than was noted.`, ...found].join("\n")
    default:
      return [`Whole.`, ...found, "Keep both elsewhere: a log that is cut at its end shows only against them."].join(
        "\n"
      )
  }
}
