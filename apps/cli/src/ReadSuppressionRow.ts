import { readSuppressedNumber } from "@outbound-call/core/ReadSuppressedNumber"
import type { SuppressionWish } from "@outbound-call/core/SuppressNumbers"
import { DateTime, Option, Result } from "effect"
import type { CsvRow } from "./ReadCsv.ts"
import { asWritten } from "./WriteCsv.ts"

/** The columns of a list, in the order in which they stand where no header names them. */
export const suppressionColumns = ["number", "source", "note", "date"] as const

type Column = (typeof suppressionColumns)[number]

/** A line that holds no entry, and why. */
export interface BadLine {
  readonly line: number
  readonly problem: string
}

/** What the lines of one list are read with; it learns the order of the columns from the header, if there is one. */
export class SuppressionRows {
  private columns: ReadonlyArray<string> = suppressionColumns
  private isFirst = true
  private readonly source: string
  private readonly region: string | undefined

  constructor(source: string, region: string | undefined) {
    this.source = source
    this.region = region
  }

  /** The entry of a line, why it has none, or null for the header. */
  read({ fields, line, problem }: CsvRow): SuppressionWish | BadLine | null {
    const isFirst = this.isFirst
    this.isFirst = false
    if (problem !== null) return { line, problem: `${problem}.` }
    if (isFirst) {
      const names = fields.map((field) => field.trim().toLowerCase())
      if (names.includes("number")) {
        this.columns = names
        return null
      }
    }
    const number = readSuppressedNumber(this.value(fields, "number"), this.region)
    if (Result.isFailure(number))
      return { line, problem: number.failure.problems.map(({ message }) => message).join(" ") }
    const source = asWritten(this.value(fields, "source")) || this.source
    const note = asWritten(this.value(fields, "note")) || null
    if (source.length > longest || (note ?? "").length > longest) {
      return { line, problem: `source and note have at most ${longest} characters.` }
    }
    const date = this.value(fields, "date")
    const addedAt = date === "" ? Option.none() : Option.map(DateTime.make(date), DateTime.toUtc)
    if (date !== "" && Option.isNone(addedAt)) {
      return { line, problem: `${JSON.stringify(date)} is no date such as 2026-11-22 or 2026-11-22T09:00:00Z.` }
    }
    return { number: number.success, source, note, addedAt: Option.getOrUndefined(addedAt) }
  }

  private value(fields: ReadonlyArray<string>, column: Column): string {
    return fields[this.columns.indexOf(column)]?.trim() ?? ""
  }
}

const longest = 1_000
