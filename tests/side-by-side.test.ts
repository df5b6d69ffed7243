import { readFileSync } from "node:fs"
import { assert, beforeAll, describe, it } from "vitest"
import { clients, measure, type Cell, type MeasuredRow } from "./side-by-side/Measure.ts"
import { pageFile, renderTables, writtenPart } from "./side-by-side/Page.ts"
import { isLate, rows } from "./side-by-side/Rows.ts"

const [ours = -1, vendor = -1, vendorWithoutRetries = -1, , loop = -1] = clients.keys()

describe("one call, side by side", () => {
  let measured: ReadonlyArray<MeasuredRow> = []

  // Late answers are left to the command: there the clients wait for real time to pass.
  beforeAll(async () => {
    measured = await measure(rows.filter((row) => !isLate(row)))
  })

  const cellOf = (name: string, column: number): Cell | null | undefined =>
    measured.find(({ row }) => row.name === name)?.cells[column]

  it("is one dial request of ours, whatever the answer, and unknown where the phone rang without a clear answer", () => {
    assert.isNotEmpty(measured)
    for (const { cells, row } of measured) {
      assert.strictEqual(cells[ours]?.requests, 1, row.name)
      assert.strictEqual(cells[ours]?.rings, row.fault?.when === "before" ? 0 : 1, row.name)
      if (row.fault?.when === "after") assert.match(cells[ours]?.told ?? "", /^`unknown`. Do not call again/, row.name)
    }
  })

  it("rings three times with ElevenLabs' client and its defaults after a 502, once without its retries", () => {
    const { requests, rings } = cellOf("502", vendor) ?? {}
    assert.deepStrictEqual([requests, rings], [3, 3])
    assert.strictEqual(cellOf("502", vendorWithoutRetries)?.requests, 1)
  })

  it("rings more than once with a loop of tries, or this comparison proves nothing", () => {
    for (const name of ["502", "connection dropped"]) {
      assert.isAbove(cellOf(name, loop)?.requests ?? 0, 1, name)
      assert.isAbove(cellOf(name, loop)?.rings ?? 0, 1, name)
    }
  })

  describe("docs/side-by-side.md", () => {
    const written = writtenPart(readFileSync(pageFile, "utf8")).split("\n")

    it("shows what the command prints now", () => {
      assert.includeMembers(written, renderTables(measured).split("\n"))
    })

    it("has a row for each fault and says when it was made", () => {
      const names = rows.map(({ name }) => name)
      const firstCells = written.filter((row) => row.startsWith("| ")).map((row) => row.split(" | ")[0]?.slice(2))
      const heads = ["the answer to the dial", "---"]
      assert.deepStrictEqual(firstCells, [...heads, ...names, ...heads, ...names])
      assert.match(written[0] ?? "", /^Made by `compare` on \d{4}-\d\d-\d\d with Node \d/)
    })

    it("compares the versions of peers/", () => {
      const peers = JSON.parse(readFileSync(new URL("../peers/package.json", import.meta.url), "utf8")) as {
        readonly devDependencies: Readonly<Record<string, string>>
      }
      for (const name of ["@elevenlabs/elevenlabs-js", "twilio"]) {
        assert.include(written.join("\n"), `\`${name}\` ${peers.devDependencies[name]}`)
      }
    })
  })
})
