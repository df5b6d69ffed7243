import { exportPerson } from "@outbound-call/core/ExportPerson"
import * as OutboundCall from "@outbound-call/node/OutboundCall"
import { Console, Effect, FileSystem } from "effect"
import { files } from "./Files.ts"
import { onlyHere } from "./OnlyHere.ts"
import type { ExportPersonInput } from "./PersonCommands.ts"
import { printNote, printResult } from "./Print.ts"
import { readPersonNumber } from "./ReadPersonNumber.ts"

/** `outbound person export`: fails (exit 1) when the provider did not give everything; what it gave is there. */
export const exportPersonCommand = Effect.fn("exportPersonCommand")(function* (input: ExportPersonInput) {
  yield* onlyHere("outbound person export")
  const number = yield* readPersonNumber(input.number)
  const document = yield* exportPerson(number, input.by).pipe(
    Effect.provide(OutboundCall.layerFromConfiguration({ simulate: input.simulate }))
  )
  const text = JSON.stringify(document, null, 2)
  if (input.output === "-") yield* Console.log(text)
  else {
    yield* writePrivately(input.output, `${text}\n`).pipe(Effect.provide(files))
    const found = { file: input.output, calls: document.calls.length, missing: document.missing }
    yield* printResult({ json: found, text: `${found.file}: ${found.calls} calls` })
  }
  for (const missing of document.missing) yield* printNote(`Not in it: ${missing}`)
  return document.missing.length === 0 ? ("done" as const) : ("other" as const)
})

/** A file of the name that there was may be readable by others, so the new one takes its place. */
const writePrivately = Effect.fnUntraced(function* (file: string, text: string) {
  const disk = yield* FileSystem.FileSystem
  const partial = `${file}.part`
  yield* disk.remove(partial, { force: true })
  yield* disk.writeFileString(partial, text, { flag: "wx", mode: 0o600 }).pipe(
    Effect.andThen(disk.rename(partial, file)),
    Effect.onError(() => disk.remove(partial, { force: true }).pipe(Effect.ignore))
  )
})
