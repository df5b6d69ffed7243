/**
 * Checks the rules of architecture over the repository, or over the tree given as argument:
 * `node scripts/check-architecture.mjs [root]`. One line for each violation; exit code 1 when there is any.
 */
import { existsSync } from "node:fs"
import { join, resolve } from "node:path"
import { listPaths, readModules } from "./architecture/read-modules.mjs"
import { rules } from "./architecture/rules.mjs"

const root = resolve(process.argv[2] ?? ".")
const paths = listPaths(root)
const modules = readModules(root, paths)
const byPath = new Map(modules.map((module) => [module.path, module]))
const violations = []
const report = (rule, path, text) => violations.push(`${rule} ${path} ${text}`)

for (const rule of rules) rule({ modules, byPath, paths, report })
for (const { path, imports } of modules) {
  for (const { specifier, target } of imports) {
    if (target !== null && !existsSync(join(root, target)))
      report("unresolved", path, `imports "${specifier}", which is not there`)
  }
}

const lines = [...new Set(violations)].toSorted()
for (const line of lines) console.log(line)
console.log(`${modules.length} modules, ${lines.length} violations`)
process.exitCode = lines.length > 0 || modules.length === 0 ? 1 : 0
