import type { FieldProblem } from "./ErrorBody.ts"

/** Reads query parameters and collects what is wrong with them, for one 422 answer. */
export class Query {
  readonly problems: Array<FieldProblem> = []
  private readonly params: URLSearchParams

  constructor(params: URLSearchParams) {
    this.params = params
  }

  text(name: string): string | null {
    return this.params.get(name)
  }

  all(name: string): ReadonlyArray<string> {
    return this.params.getAll(name)
  }

  integer(name: string, minimum: number, maximum: number): number | null {
    const text = this.params.get(name)
    if (text === null) return null
    const value = Number(text)
    if (text.trim() === "" || !Number.isInteger(value)) {
      this.report(name, "int_parsing", "Input should be a valid integer, unable to parse string as an integer", text)
    } else if (value < minimum) {
      this.report(name, "greater_than_equal", `Input should be greater than or equal to ${minimum}`, text)
    } else if (value > maximum) {
      this.report(name, "less_than_equal", `Input should be less than or equal to ${maximum}`, text)
    }
    return value
  }

  flag(name: string): boolean | null {
    const word = this.word(name, ["true", "false"])
    return word === null ? null : word === "true"
  }

  word<const Word extends string>(name: string, words: ReadonlyArray<Word>): Word | null {
    const text = this.params.get(name)
    return text === null ? null : this.expect(name, text, words)
  }

  words<const Word extends string>(name: string, words: ReadonlyArray<Word>): ReadonlyArray<Word> {
    return this.params.getAll(name).flatMap((text) => this.expect(name, text, words) ?? [])
  }

  report(name: string, type: string, msg: string, input: string): void {
    this.problems.push({ type, loc: ["query", name], msg, input })
  }

  private expect<Word extends string>(name: string, text: string, words: ReadonlyArray<Word>): Word | null {
    const known = words.find((word) => word === text)
    if (known !== undefined) return known
    this.report(name, "enum", `Input should be ${words.map((word) => `'${word}'`).join(" or ")}`, text)
    return null
  }
}
