import { assert, describe, it } from "@effect/vitest"
import type { Turn } from "@outbound-call/core"
import { plain } from "@outbound-call/core/RenderTranscript"
import { readPlace, transcriptPage } from "../src/TranscriptPage.ts"

const turn = (n: number, text: string | null): Turn => ({
  n,
  speaker: "recipient",
  atSeconds: n,
  text,
  interrupted: false,
  tools: []
})

const pages = (turns: ReadonlyArray<Turn>, maxChars: number) => {
  const told = []
  for (let cursor: string | null = "0.0"; cursor !== null;) {
    const page = transcriptPage(turns, maxChars, readPlace(cursor)!)
    told.push(page)
    cursor = page.nextCursor
  }
  return told
}

describe("transcriptPage", () => {
  it("cuts a turn that is longer than a page, and goes on where it stopped", () => {
    const told = pages([turn(1, "a".repeat(25)), turn(2, "b")], 10)
    const texts = told.map(({ turns }) => turns.map(({ n, text }) => `${n}:${text}`))
    assert.deepStrictEqual(texts, [[`1:${"a".repeat(10)}`], [`1:${"a".repeat(10)}`], [`1:${"a".repeat(5)}`, "2:b"]])
    assert.deepStrictEqual(
      told.map(({ omittedTurns }) => omittedTurns),
      [1, 1, 0]
    )
  })

  it("keeps a turn whole that fits on the next page", () => {
    const told = pages([turn(1, "aaaaaa"), turn(2, "bbbbbb")], 10)
    assert.deepStrictEqual(
      told.map(({ turns }) => turns.map(({ text }) => text)),
      [["aaaaaa"], ["bbbbbb"]]
    )
    assert.strictEqual(told[0]?.omittedTurns, 1)
  })

  it("takes at most eight thousand tokens, in whatever it is written", () => {
    for (const text of ['\u0001\\"', "電話", '"']) {
      const turns = Array.from({ length: 40 }, (_, n) => turn(n + 1, text.repeat(700)))
      const whole = pages([...turns, turn(41, text.repeat(30_000))], 24_000)
      for (const page of whole) assert.isAtMost(new TextEncoder().encode(JSON.stringify(page)).byteLength, 31_000)
      const said = whole.flatMap((page) => page.turns.map((one) => one.text)).join("")
      assert.strictEqual(said, plain(text.repeat(700 * 40 + 30_000)))
    }
    const short = Array.from({ length: 3_000 }, (_, n) => turn(n + 1, "a"))
    const told = pages(short, 24_000)
    for (const page of told) assert.isAtMost(JSON.stringify(page).length, 31_000)
    assert.deepStrictEqual(
      told.flatMap((page) => page.turns.map(({ n }) => n)),
      short.map(({ n }) => n)
    )
  })

  it("never splits a character", () => {
    const told = pages([turn(1, "🙂".repeat(7))], 5)
    assert.deepStrictEqual(
      told.flatMap(({ turns }) => turns.map(({ text }) => text)),
      ["🙂🙂", "🙂🙂", "🙂🙂", "🙂"]
    )
  })

  it("leaves out turns in which nothing was said", () => {
    assert.deepStrictEqual(
      transcriptPage([turn(1, null), turn(2, "yes")], 500, { n: 0, from: 0 }).turns.map(({ n }) => n),
      [2]
    )
  })

  it("reads only its own cursors", () => {
    assert.deepStrictEqual(readPlace("3.40"), { n: 3, from: 40 })
    for (const cursor of ["", "3", "3.", "-1.0", "a.b", "3.4.5"]) assert.isNull(readPlace(cursor))
  })
})
