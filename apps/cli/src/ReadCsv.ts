import { Stream } from "effect"

/** A record of a CSV file, and the line on which it begins; `problem` says why its fields cannot be trusted. */
export interface CsvRow {
  readonly line: number
  readonly fields: ReadonlyArray<string>
  readonly problem: string | null
}

/**
 * Reads CSV as RFC 4180 has it, a piece at a time: commas, quoted fields with commas, line breaks and doubled quotes, any
 * kind of line break, with or without a byte order mark. Empty lines are left out. No record may have more than 10,000
 * characters, so that a quote which is never closed does not take the whole file into memory.
 */
export const readCsv = <E, R>(text: Stream.Stream<string, E, R>): Stream.Stream<CsvRow, E, R> =>
  Stream.suspend(() => {
    const reader = new CsvReader()
    return text.pipe(
      Stream.map((piece) => reader.push(piece)),
      Stream.concat(Stream.sync(() => reader.end())),
      Stream.flattenIterable
    )
  })

const maxCharacters = 10_000

class CsvReader {
  private mode: "start" | "plain" | "quoted" | "closed" | "spoiled" = "start"
  private line = 1
  private firstLine = 1
  private size = 0
  private field = ""
  private fields: Array<string> = []
  private problem: string | null = null
  private afterReturn = false
  private isFirst = true

  push(piece: string): ReadonlyArray<CsvRow> {
    const rows: Array<CsvRow> = []
    for (const character of piece) {
      const isMark = this.isFirst && character === "\uFEFF"
      this.isFirst = false
      if (!isMark) this.take(character, rows)
    }
    return rows
  }

  end(): ReadonlyArray<CsvRow> {
    const rows: Array<CsvRow> = []
    if (this.mode === "quoted") this.spoil("a quoted field does not end")
    this.endRow(rows)
    return rows
  }

  private take(character: string, rows: Array<CsvRow>): void {
    const isSecondHalf = character === "\n" && this.afterReturn
    const isBreak = character === "\n" || character === "\r"
    this.afterReturn = character === "\r"
    if (isBreak && !isSecondHalf) this.line++
    if (isBreak && this.mode !== "quoted") {
      if (!isSecondHalf) this.endRow(rows)
      else this.firstLine = this.line
      return
    }
    if (++this.size > maxCharacters) this.spoil(`it has more than ${maxCharacters.toLocaleString("en")} characters`)
    switch (this.mode) {
      case "spoiled":
        return
      case "quoted":
        if (character === '"') this.mode = "closed"
        else this.field += character
        return
      case "closed":
        if (character === '"') this.quote()
        else if (character === ",") this.endField()
        else this.spoil("there is text after a closing quote")
        return
      case "start":
      case "plain":
        if (character === ",") this.endField()
        else if (character === '"' && this.mode === "start") this.mode = "quoted"
        else {
          this.field += character
          this.mode = "plain"
        }
    }
  }

  private quote(): void {
    this.field += '"'
    this.mode = "quoted"
  }

  private endField(): void {
    this.fields.push(this.field)
    this.field = ""
    this.mode = "start"
  }

  private spoil(problem: string): void {
    this.problem ??= problem
    this.mode = "spoiled"
  }

  private endRow(rows: Array<CsvRow>): void {
    this.endField()
    const isEmpty = this.fields.length === 1 && this.fields[0] === "" && this.problem === null
    if (!isEmpty) rows.push({ line: this.firstLine, fields: this.fields, problem: this.problem })
    this.fields = []
    this.problem = null
    this.size = 0
    this.firstLine = this.line
  }
}
