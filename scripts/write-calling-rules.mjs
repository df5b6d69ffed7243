/**
 * Writes the tables of `docs/calling-rules.md` anew from the rules: `node scripts/write-calling-rules.mjs [to]`. The
 * text above the tables is written by hand and stays.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { rulesPage } from "./rule-data/rules-page.mjs"

const at = (path) => new URL(`../${path}`, import.meta.url)
const { callingRules } = await import(at("packages/core/src/policy/CallingRules.ts").href)
const page = fileURLToPath(at("docs/calling-rules.md"))
writeFileSync(process.argv[2] ?? page, rulesPage(readFileSync(page, "utf8"), callingRules))
