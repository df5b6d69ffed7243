/**
 * Checks the calling rules: `node scripts/check-rule-data.mjs [day] [module]`. One line for each mistake, then how many
 * rules nobody has verified, and which; exit code 1 when there is a mistake. The day is today, unless it is given.
 */
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { checkRules } from "./rule-data/check-rules.mjs"

const today = process.argv[2] ?? new Date().toISOString().slice(0, 10)
const path = resolve(process.argv[3] ?? "packages/core/src/policy/CallingRules.ts")
const { callingRules } = await import(pathToFileURL(path).href)

const mistakes = checkRules(callingRules, today)
for (const mistake of mistakes) console.log(mistake)
const unverified = callingRules.filter(({ verified }) => !verified).map(({ id }) => id)
console.log(`${callingRules.length} rules, ${mistakes.length} mistakes`)
console.log(`${unverified.length} unverified: ${unverified.join(" ")}`)
process.exitCode = mistakes.length > 0 ? 1 : 0
