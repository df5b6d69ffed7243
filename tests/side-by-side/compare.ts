/**
 * `compare [--write]`: makes one call for each fault with each client and prints who sent how many dial requests, as
 * tables in Markdown. `--write` puts them into docs/side-by-side.md as well. Reaches loopback only; no phone rings.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { measure } from "./Measure.ts"
import { pageFile, renderTables, replaceWrittenPart } from "./Page.ts"
import { rows } from "./Rows.ts"

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== "--"),
  options: { write: { type: "boolean" } }
})
const tables = renderTables(await measure(rows))
const made = `Made by \`compare\` on ${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node}.`
const text = `${made}\n\n${tables}`
console.log(text)
if (values.write === true) writeFileSync(pageFile, replaceWrittenPart(readFileSync(pageFile, "utf8"), text))
process.exit(0)
