import { Effect, FileSystem, Option, Result, Schema, Stdio, Stream } from "effect"
import { files } from "./Files.ts"
import { UsageError } from "./UsageError.ts"

type Value = string | number | boolean
type Variables = { readonly [name: string]: Value }

/** The variables of `--var` and `--vars` together; `--var` wins. Fails with what is wrong with each of them. */
export const readVariables = Effect.fnUntraced(function* (words: ReadonlyArray<string>, file: Option.Option<string>) {
  const fromFile = Option.isNone(file) ? {} : yield* readFile(file.value)
  const read = words.map(readVariable)
  const problems = read.flatMap((one) => (Result.isFailure(one) ? [one.failure] : []))
  const pairs = read.flatMap((one) => (Result.isSuccess(one) ? [one.success] : []))
  const names = pairs.map(([name]) => name)
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
  problems.push(...twice.map((name) => `--var ${name} is given twice.`))
  if (problems.length > 0) return yield* new UsageError({ message: problems.join("\n") })
  return { ...fromFile, ...Object.fromEntries(pairs) } satisfies Variables
})

/** Reads `name=text`, `name:=5` or `name:=true`. The failure says what is wrong. */
export const readVariable = (word: string): Result.Result<readonly [string, Value], string> => {
  const match = /^([^=:\s]+)(:?=)(.*)$/s.exec(word)
  const [, name, sign, text] = match ?? []
  if (name === undefined || text === undefined) {
    return Result.fail(`--var ${quoted(word)} is not name=text, name:=5 or name:=true.`)
  }
  if (sign === "=") return Result.succeed([name, text])
  if (text === "true" || text === "false") return Result.succeed([name, text === "true"])
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text))
    ? Result.succeed([name, Number(text)])
    : Result.fail(`--var ${quoted(word)}: after := comes a number, true or false; write ${name}=${text} for text.`)
}

const readFile = Effect.fnUntraced(function* (path: string) {
  const text = yield* path === "-" ? readStdin : readText(path)
  const value = Schema.decodeUnknownOption(Schema.fromJsonString(JsonObject))(text)
  if (Option.isNone(value)) return yield* new UsageError({ message: `--vars ${path} holds no JSON object.` })
  const wrong = Object.entries(value.value).filter(([, entry]) => !isValue(entry))
  if (wrong.length > 0) {
    return yield* new UsageError({
      message: wrong.map(([name]) => `--vars ${path}: ${quoted(name)} is no text, number or boolean.`).join("\n")
    })
  }
  return Object.fromEntries(
    Object.entries(value.value).flatMap(([name, entry]) => (isValue(entry) ? [[name, entry]] : []))
  )
})

const JsonObject = Schema.Record(Schema.String, Schema.Unknown)

const isValue = (entry: unknown): entry is Value =>
  typeof entry === "string" || typeof entry === "boolean" || (typeof entry === "number" && Number.isFinite(entry))

const readText = (path: string) =>
  FileSystem.FileSystem.use((disk) => disk.readFileString(path)).pipe(
    Effect.provide(files),
    Effect.mapError((error) => new UsageError({ message: `--vars ${path} cannot be read: ${error.message}` }))
  )

const readStdin = Stdio.Stdio.use((stdio) => Stream.mkString(Stream.decodeText(stdio.stdin))).pipe(
  Effect.mapError((error) => new UsageError({ message: `--vars - cannot be read: ${error.message}` }))
)

const quoted = (text: string): string => JSON.stringify(text)
