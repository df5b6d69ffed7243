import { listSuppressions } from "@outbound-call/core/ListSuppressions"
import type { SuppressionView } from "@outbound-call/core/ViewSuppression"
import * as Ledger from "@outbound-call/node/Ledger"
import { readLedgerPlace } from "@outbound-call/node/LedgerPlace"
import { DateTime, Effect, FileSystem, Option, Stdio, Stream } from "effect"
import { files } from "./Files.ts"
import { Json } from "./Json.ts"
import { onlyHere } from "./OnlyHere.ts"
import { printResult } from "./Print.ts"
import { suppressionColumns } from "./ReadSuppressionRow.ts"
import type { ExportInput } from "./SuppressCommands.ts"
import { UsageError } from "./UsageError.ts"
import { csvRow, withoutFormula } from "./WriteCsv.ts"

/** `outbound suppress export`: what `import` reads. A file appears under its name only when it is whole. */
export const exportSuppressions = Effect.fn("exportSuppressions")(function* (input: ExportInput) {
  yield* onlyHere("outbound suppress export")
  const toStdout = input.output === "-"
  if (toStdout && (yield* Json)) {
    return yield* new UsageError({ message: "-o - puts CSV on stdout: leave out --json, or name a file." })
  }
  const place = yield* readLedgerPlace({ simulate: input.simulate })
  const ledger = Ledger.layer(place)
  if (toStdout) yield* toPipe.pipe(Effect.provide(ledger))
  else yield* toFile(input.output).pipe(Effect.provide([ledger, files]))
  return "done" as const
})

/** The newest entry comes first, a page at a time. */
const entries = Stream.paginate(undefined, (cursor: string | undefined) =>
  Effect.map(
    listSuppressions({ limit: 1_000, cursor }),
    ({ nextCursor, suppressions }) => [suppressions, Option.fromNullishOr(nextCursor ?? undefined)] as const
  )
)

const encoder = new TextEncoder()

const csv = Stream.concat(
  Stream.succeed(`${csvRow(suppressionColumns)}\r\n`),
  Stream.map(entries, (entry) => `${rowOf(entry)}\r\n`)
).pipe(Stream.map((line) => encoder.encode(line)))

const rowOf = ({ addedAt, note, number, source }: SuppressionView): string =>
  csvRow([number, withoutFormula(source), withoutFormula(note ?? ""), DateTime.formatIso(addedAt)])

const toPipe = Stdio.Stdio.use((stdio) => Stream.run(csv, stdio.stdout()))

const toFile = Effect.fnUntraced(function* (file: string) {
  const disk = yield* FileSystem.FileSystem
  const partial = `${file}.part`
  let lines = -1
  yield* disk.writeFile(partial, new Uint8Array(), { flag: "wx", mode: 0o600 }).pipe(
    Effect.andThen(
      csv.pipe(
        Stream.tap(() => Effect.sync(() => lines++)),
        Stream.run(disk.sink(partial, { flag: "a", mode: 0o600 }))
      )
    ),
    Effect.andThen(disk.rename(partial, file)),
    Effect.onError(() => disk.remove(partial, { force: true }).pipe(Effect.ignore))
  )
  yield* printResult({ json: { file, entries: lines }, text: `${file}: ${lines} entries` })
})
