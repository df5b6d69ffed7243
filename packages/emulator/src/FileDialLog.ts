import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, readSync, writeSync } from "node:fs"
import { dirname } from "node:path"
import { Effect, Layer, Option, Schema } from "effect"
import { DialLog, DialLogError } from "./DialLog.ts"
import { DialEntry, LogEntry } from "./LogEntry.ts"

const NEWLINE = 10

/**
 * A dial log in a file of JSON lines, made with its folder for its owner only. Several processes may share it: each
 * look reads what the others appended. A line that a crash cut short is skipped, and the next one starts afresh.
 */
export const layer = (path: string): Layer.Layer<DialLog, DialLogError> =>
  Layer.effect(
    DialLog,
    Effect.gen(function* () {
      const attempt = <A>(deed: () => A) =>
        Effect.try({ try: deed, catch: (cause) => new DialLogError({ path, cause }) })

      yield* attempt(() => {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
        closeSync(openSync(path, "a", 0o600))
      })
      const reader = new LogReader(path)
      return DialLog.of({
        append: (entry) => attempt(() => appendLine(path, JSON.stringify(entry))),
        read: attempt(() => reader.read())
      })
    })
  )

class LogReader {
  private readonly path: string
  private generation = 0
  private offset = 0
  private inode = 0
  private entries: Array<LogEntry> = []

  constructor(path: string) {
    this.path = path
  }

  read() {
    const file = openSync(this.path, "a+", 0o600)
    try {
      const { ino, size } = fstatSync(file)
      if (ino !== this.inode || size < this.offset) this.startOver(ino)
      if (size > this.offset) this.take(readFrom(file, this.offset, size))
    } finally {
      closeSync(file)
    }
    return { generation: this.generation, entries: this.entries }
  }

  private startOver(inode: number) {
    this.generation += 1
    this.inode = inode
    this.offset = 0
    this.entries = []
  }

  private take(bytes: Uint8Array) {
    const whole = bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1)
    this.offset += whole.length
    for (const line of new TextDecoder().decode(whole).split("\n")) {
      const entry = decodeLine(line)
      if (Option.isSome(entry)) this.entries.push(entry.value)
    }
  }
}

const decodeLine = Schema.decodeUnknownOption(Schema.fromJsonString(LogEntry))

const readFrom = (file: number, start: number, end: number): Uint8Array => {
  const bytes = new Uint8Array(end - start)
  const count = readSync(file, bytes, 0, bytes.length, start)
  return bytes.subarray(0, count)
}

const appendLine = (path: string, line: string): void => {
  const file = openSync(path, "a+", 0o600)
  try {
    const { size } = fstatSync(file)
    const cutShort = size > 0 && readFrom(file, size - 1, size)[0] !== NEWLINE
    writeSync(file, `${cutShort ? "\n" : ""}${line}\n`)
  } finally {
    closeSync(file)
  }
}

const decodeDial = Schema.decodeUnknownOption(Schema.fromJsonString(DialEntry))

/**
 * Writes over a number, and what was said about the person, in a dial log in a file. Each line keeps its length and its
 * place, so that other processes may read and append meanwhile; the rings stay counted. Gives how many were written
 * over.
 */
export const forgetNumber = (path: string, number: string): Effect.Effect<number, DialLogError> =>
  Effect.try({
    try: () => {
      const file = openSync(path, "r+")
      try {
        return forgetIn(file, number)
      } finally {
        closeSync(file)
      }
    },
    catch: (cause) => new DialLogError({ path, cause })
  })

const forgetIn = (file: number, number: string): number => {
  const bytes = readFileSync(file)
  let forgotten = 0
  for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
    end = bytes.indexOf(NEWLINE, start)
    if (end < 0) end = bytes.length
    const dial = Option.getOrNull(decodeDial(bytes.toString("utf8", start, end)))
    if (dial?.toNumber !== number) continue
    const left = JSON.stringify({ ...dial, toNumber: "erased", clientData: {} })
    writeSync(file, left.padEnd(end - start), start)
    forgotten++
  }
  return forgotten
}
