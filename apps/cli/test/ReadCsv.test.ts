import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { type CsvRow, readCsv } from "../src/ReadCsv.ts"
import { asWritten, csvRow, withoutFormula } from "../src/WriteCsv.ts"

const rows = (...pieces: ReadonlyArray<string>) =>
  Effect.runSync(Stream.runCollect(readCsv(Stream.fromIterable(pieces)))).map(
    ({ fields, line, problem }: CsvRow) => `${line}: ${problem ?? JSON.stringify(fields)}`
  )

describe("CSV", () => {
  it.each([
    ["plain fields", "a,b\nc,d\n", ['1: ["a","b"]', '2: ["c","d"]']],
    ["a last line without a break", "a\nb", ['1: ["a"]', '2: ["b"]']],
    ["a file that begins with a byte order mark", "\uFEFFa,b\n", ['1: ["a","b"]']],
    ["the line breaks of Windows and of old Macs", "a\r\nb\rc\r\n", ['1: ["a"]', '2: ["b"]', '3: ["c"]']],
    [
      "quoted fields with commas, quotes and line breaks",
      '"a,1","b ""2""","c\r\n3"\nd\n',
      ['1: ["a,1","b \\"2\\"","c\\r\\n3"]', '3: ["d"]']
    ],
    ["empty fields, also quoted ones", ',"",\n', ['1: ["","",""]']],
    ["nothing where nothing is, and counts it", "\n\r\na\n\n\nb", ['3: ["a"]', '6: ["b"]']],
    ["a quote within a field as it is", 'a "b" c\n', ['1: ["a \\"b\\" c"]']],
    ["no file as no rows", "", []]
  ])("is read: %s", (_, text, expected) => {
    assert.deepStrictEqual(rows(text), expected)
    assert.deepStrictEqual(rows(...text), expected)
  })

  it("tells what it cannot read, and goes on at the next line", () => {
    assert.deepStrictEqual(rows('"a"b,c\nd\n'), ["1: there is text after a closing quote", '2: ["d"]'])
    assert.deepStrictEqual(rows('a\n"b\nc\n'), ['1: ["a"]', "2: a quoted field does not end"])
  })

  it("takes no more of a quote that is never closed than a long line", () => {
    const long = `"${"x".repeat(9_000)}\n${"y".repeat(9_000)}\nz\n`
    assert.deepStrictEqual(rows(long), ["1: it has more than 10,000 characters", '3: ["z"]'])
    assert.deepStrictEqual(rows(`${"x".repeat(10_001)}\nz\n`), ["1: it has more than 10,000 characters", '2: ["z"]'])
  })

  it("is written so that it is read as it was", () => {
    const fields = ["a", "b,c", 'd"e', "f\ng", "h\r\ni", "", " j "]
    assert.deepStrictEqual(rows(`${csvRow(fields)}\r\n`), [`1: ${JSON.stringify(fields)}`])
  })

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "a=1", "", "'quoted'"])(
    "holds no formula, and %j comes back as it was",
    (text) => {
      const harmless = withoutFormula(text)
      assert.notMatch(harmless, /^[=+\-@\t\r\n]/)
      if (text !== "'=1") assert.strictEqual(asWritten(harmless), text)
    }
  )
})
