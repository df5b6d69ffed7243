import { AuditEntry } from "@outbound-call/core/AuditEntry"
import { type AuditLog } from "@outbound-call/core/AuditLog"
import { listAudit, mostLines } from "@outbound-call/core/ListAudit"
import { isWhole, type VerifiedAudit, verifyAudit } from "@outbound-call/core/VerifyAudit"
import { plain } from "@outbound-call/core/RenderTranscript"
import * as Ledger from "@outbound-call/node/Ledger"
import { hasLedger, readLedgerPlace } from "@outbound-call/node/LedgerPlace"
import { Console, Effect, Option, Schema } from "effect"
import type { ExportAuditInput, ListAuditInput, VerifyAuditInput } from "./AuditCommands.ts"
import { instant } from "./DescribeCall.ts"
import { onlyHere } from "./OnlyHere.ts"
import { printNote, printResult } from "./Print.ts"
import { UsageError } from "./UsageError.ts"

const encodeEntry = Schema.encodeSync(AuditEntry)

/** `outbound audit list`: a page of the audit log. */
export const listAuditCommand = Effect.fn("listAuditCommand")(function* (input: ListAuditInput) {
  yield* onlyHere("outbound audit list")
  const empty = { entries: [], nextAfter: null }
  const { found, simulated } = yield* onLedger(input.simulate, listAudit(input.after, input.limit), empty)
  yield* printResult({
    json: { entries: found.entries.map((entry) => encodeEntry(entry)), nextAfter: found.nextAfter, simulated },
    text: found.entries.length === 0 ? "Nothing was written down." : found.entries.map(entryLine).join("\n")
  })
  if (found.nextAfter !== null) yield* printNote(`More: --after ${found.nextAfter}`)
  return "done" as const
})

/** `outbound audit verify`: fails when a line is not as it was written, or the log is not the one that was noted. */
export const verifyAuditCommand = Effect.fn("verifyAuditCommand")(function* (input: VerifyAuditInput) {
  yield* onlyHere("outbound audit verify")
  const hash = Option.getOrNull(input.expectHash)
  const entries = Option.getOrNull(input.expectEntries)
  if (hash !== null && entries === null) {
    return yield* new UsageError({ message: "--expect-hash is the hash of a line: name its number, --expect-entries." })
  }
  const noted = entries === null ? null : { entries, hash }
  const place = yield* readLedgerPlace({ simulate: input.simulate })
  if (!(yield* hasLedger(place))) {
    return yield* new UsageError({ message: "There is no ledger here, and so no log to verify." })
  }
  const verdict = yield* verifyAudit(noted).pipe(Effect.provide(Ledger.layer(place)))
  const whole = isWhole(verdict)
  yield* printResult({ json: { whole, ...verdict, simulated: place.simulated }, text: verdictText(verdict, entries) })
  return whole ? ("done" as const) : ("other" as const)
})

/** `outbound audit export`: the whole log, for keeping elsewhere. */
export const exportAuditCommand = Effect.fn("exportAuditCommand")(function* (input: ExportAuditInput) {
  yield* onlyHere("outbound audit export")
  const exportAll = Effect.gen(function* () {
    for (let after: number | null = input.after; after !== null;) {
      const page: Effect.Success<ReturnType<typeof listAudit>> = yield* listAudit(after, mostLines)
      for (const entry of page.entries) yield* Console.log(JSON.stringify(encodeEntry(entry)))
      after = page.nextAfter
    }
  })
  yield* onLedger(input.simulate, exportAll, undefined)
  return "done" as const
})

const onLedger = Effect.fnUntraced(function* <A, E>(
  simulate: boolean,
  read: Effect.Effect<A, E, AuditLog>,
  otherwise: A
) {
  const place = yield* readLedgerPlace({ simulate })
  const found = (yield* hasLedger(place)) ? yield* read.pipe(Effect.provide(Ledger.layer(place))) : otherwise
  return { found, simulated: place.simulated }
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
