import { clients, type Cell, type MeasuredRow } from "./Measure.ts"

/** Where the page is, seen from this file. */
export const pageFile = new URL("../../docs/side-by-side.md", import.meta.url)

/** What was measured, as two tables in Markdown. */
export const renderTables = (measured: ReadonlyArray<MeasuredRow>): string =>
  [
    "Dial requests / rings for one call:",
    "",
    ...table(measured, ({ requests, rings }) => `${requests} / ${rings}`),
    "",
    "What the caller is told:",
    "",
    ...table(measured, ({ told }) => told)
  ].join("\n")

const table = (measured: ReadonlyArray<MeasuredRow>, show: (cell: Cell) => string): ReadonlyArray<string> => [
  line(["the answer to the dial", ...clients.map(({ name }) => name)]),
  line(["---", ...clients.map(() => "---")]),
  ...measured.map(({ cells, row }) => line([row.name, ...cells.map((cell) => (cell === null ? "–" : show(cell)))]))
]

const line = (cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`

const begin = "<!-- written by `compare --write`, not by hand -->"
const end = "<!-- end of what `compare --write` wrote -->"

/** The part of the page that the command writes. */
export const writtenPart = (page: string): string => page.split(begin)[1]?.split(end)[0]?.trim() ?? ""

/** The page with that part replaced. */
export const replaceWrittenPart = (page: string, text: string): string => {
  const [before, rest] = page.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error("docs/side-by-side.md has lost its markers")
  return `${before}${begin}\n\n${text}\n\n${end}${after}`
}
