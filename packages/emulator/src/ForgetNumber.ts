import { closeSync, openSync, readFileSync, writeSync } from "node:fs"
import { Effect, Option, Schema } from "effect"
import { DialLogError } from "./DialLog.ts"
import { DialEntry } from "./LogEntry.ts"

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
    end = bytes.indexOf(newline, start)
    if (end < 0) end = bytes.length
    const dial = Option.getOrNull(decodeDial(bytes.toString("utf8", start, end)))
    if (dial?.toNumber !== number) continue
    const left = JSON.stringify({ ...dial, toNumber: "erased", clientData: {} })
    writeSync(file, left.padEnd(end - start), start)
    forgotten++
  }
  return forgotten
}

const newline = 10
