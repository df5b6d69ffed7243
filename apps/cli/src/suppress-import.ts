import { suppressNumbers, type SuppressionWish } from "@outbound-call/core/SuppressNumbers"
import * as Ledger from "@outbound-call/node/Ledger"
import { readLedgerPlace } from "@outbound-call/node/LedgerPlace"
import { readPolicy } from "@outbound-call/node/ReadPolicy"
import { Effect, FileSystem, Option, type PlatformError, Stdio, Stream } from "effect"
import { files } from "./Files.ts"
import { onlyHere } from "./OnlyHere.ts"
import { printNote, printResult } from "./Print.ts"
import { readCsv } from "./ReadCsv.ts"
import { type BadLine, SuppressionRows } from "./ReadSuppressionRow.ts"
import type { ImportInput } from "./SuppressCommands.ts"
import { UsageError } from "./UsageError.ts"

/** What the lines of a list are read with. */
interface Reading extends Pick<ImportInput, "source"> {
  readonly region: string | undefined
}

type Bytes = Stream.Stream<Uint8Array, PlatformError.PlatformError>

/**
 * `outbound suppress import`: reads the list twice, so that a bad line is found before the first number is added, and
 * neither time as a whole. With `--skip-bad` once.
 */
export const importSuppressions = Effect.fn("importSuppressions")(
  function* (input: ImportInput) {
    yield* onlyHere("outbound suppress import")
    const place = yield* readLedgerPlace({ simulate: input.simulate })
    const policy = yield* readPolicy({ simulate: input.simulate })
    const { owner } = policy
    const region = Option.getOrElse(input.region, () => policy.region)
    const list = yield* bytesOf(input)
    if (!input.skipBad) {
      const { bad } = yield* each(list, { ...input, region }, () => Effect.void)
      if (bad > 0) {
        return yield* new UsageError({
          message: `${lines(bad)} cannot be used, and nothing was imported. Correct them, or leave them out with --skip-bad.`
        })
      }
    }
    const told = yield* importFrom(list, { ...input, region }, owner).pipe(Effect.provide(Ledger.layer(place)))
    const { added, bad, cancelled, read } = told
    yield* printResult({
      json: { added, known: read - added, bad, cancelled, simulated: place.simulated },
      text: `${added} added, ${read - added} on the list already or twice in the file, ${bad} left out.`
    })
    if (cancelled > 0) yield* printNote(`Cancelled before the dial: ${cancelled}.`)
    return "done" as const
  },
  (effect) => effect.pipe(Effect.scoped, Effect.provide(files))
)

const importFrom = Effect.fnUntraced(function* (list: Bytes, input: Reading, owner: string) {
  let added = 0
  let cancelled = 0
  const { bad, read } = yield* each(
    list,
    input,
    Effect.fnUntraced(function* (wishes) {
      const told = yield* suppressNumbers(wishes, owner)
      added += told.added.length
      cancelled += told.cancelled
    })
  )
  return { added, cancelled, bad, read }
})

const batch = 1_000

/** Goes through a list in batches, and tells its bad lines and how far it is. */
const each = <E, R>(
  list: Bytes,
  { region, source }: Reading,
  take: (wishes: ReadonlyArray<SuppressionWish>) => Effect.Effect<void, E, R>
) => {
  const rows = new SuppressionRows(
    Option.getOrElse(source, () => "imported"),
    region
  )
  let read = 0
  let bad = 0
  return readCsv(Stream.decodeText(list)).pipe(
    Stream.map((row) => rows.read(row)),
    Stream.filter((found) => found !== null),
    Stream.grouped(batch),
    Stream.runForEach(
      Effect.fnUntraced(function* (found) {
        const wishes = found.flatMap((one) => (isBad(one) ? [] : [one]))
        for (const one of found) if (isBad(one)) yield* printNote(`line ${one.line}: ${one.problem}`)
        const before = Math.floor((read + bad) / progressEvery)
        read += wishes.length
        bad += found.length - wishes.length
        if (wishes.length > 0) yield* take(wishes)
        if (Math.floor((read + bad) / progressEvery) > before) yield* printNote(`${lines(read + bad)} …`)
      })
    ),
    Effect.map(() => ({ read, bad }))
  )
}

const progressEvery = 50_000

const isBad = (found: SuppressionWish | BadLine): found is BadLine => "problem" in found

const lines = (count: number): string => `${count.toLocaleString("en")} line${count === 1 ? "" : "s"}`

/** What is piped in can be read once, so that it is laid down for its owner only, until the command ends. */
const bytesOf = Effect.fnUntraced(function* ({ file, skipBad }: ImportInput) {
  const disk = yield* FileSystem.FileSystem
  if (file !== "-") return disk.stream(file)
  const { stdin } = yield* Stdio.Stdio
  if (skipBad) return stdin
  const laidDown = yield* disk.makeTempFileScoped({ prefix: "outbound-import-" })
  yield* disk.chmod(laidDown, 0o600)
  yield* Stream.run(stdin, disk.sink(laidDown))
  return disk.stream(laidDown)
})
