import { type Compaction, compactLedger } from "@outbound-call/node/CompactLedger"
import { hasLedger, readLedgerPlace } from "@outbound-call/node/LedgerPlace"
import { Effect } from "effect"
import { onlyHere } from "./OnlyHere.ts"
import { printNote, printResult } from "./Print.ts"
import type { CompactInput } from "./RetentionCommands.ts"
import { UsageError } from "./UsageError.ts"

/** `outbound compact`: may be repeated. Fails (exit 1) when another program kept the file from shrinking. */
export const compact = Effect.fn("compact")(function* ({ simulate, whileInUse }: CompactInput) {
  yield* onlyHere("outbound compact")
  const place = yield* readLedgerPlace({ simulate })
  if (!(yield* hasLedger(place))) {
    return yield* new UsageError({ message: "There is no ledger here, and so nothing to compact." })
  }
  if (whileInUse && place.database === null) {
    yield* printNote(
      "Until the file is written no call can be claimed, by whichever program: a server stands still meanwhile."
    )
  }
  const compaction = yield* compactLedger(place, { whileInUse })
  yield* printResult({ json: { ...compaction, simulated: place.simulated }, text: compactionText(compaction) })
  return compaction.files === "busy" ? ("other" as const) : ("done" as const)
})

const compactionText = ({ bytesAfter, bytesBefore, files }: Compaction): string => {
  const sizes =
    bytesBefore === null || bytesAfter === null ? "" : `${size(bytesBefore)} before, ${size(bytesAfter)} now.`
  switch (files) {
    case "gone":
      return `The ledger is written anew: ${sizes}`
    case "busy":
      return `Another program was reading the ledger, so its file may not have shrunk: ${sizes} Compact again when none does.`
    case "left-to-database":
      return "PostgreSQL makes the space free for new calls by itself (autovacuum). `VACUUM FULL calls, call_events` gives it to the disk: it locks these tables, and no call is placed meanwhile."
  }
}

const size = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`
