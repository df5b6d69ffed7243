// oxlint-disable eslint/no-await-in-loop -- one change after the other is the point
/**
 * Runs tests over one mutant after the other, in one Vitest: the parent names a mutant, and is told whether a test
 * failed. The file on the disk stays as it is; a mutant exists only while Vite loads it.
 */
import { readFileSync } from "node:fs"
import { createVitest } from "vitest/node"

let active = { path: "", text: "" }
const mutate = {
  name: "mutate",
  enforce: "pre",
  load: (id) => (id.split("?")[0] === active.path ? active.text : null)
}

const vitest = await createVitest(
  {
    config: "vitest.config.ts",
    watch: false,
    maxWorkers: 1,
    reporters: [{ onInit() {} }],
    globalSetup: [],
    // It would give the text that was loaded once, whatever is loaded now.
    fsModuleCache: false,
    silent: true,
    update: false
  },
  { plugins: [mutate] }
)
const known = new Map()
const specificationsOf = async (tests) => {
  const name = tests.join(" ")
  if (!known.has(name)) known.set(name, await vitest.globTestSpecifications(tests))
  return known.get(name)
}

process.on("message", async ({ mutant, path, tests }) => {
  const text = readFileSync(path, "utf8")
  const changed = mutant === null ? text : text.slice(0, mutant.start) + mutant.after + text.slice(mutant.end)
  vitest.invalidateFile(path)
  active = { path, text: changed }
  let [failed, modules] = [false, 0]
  for (const stage of tests) {
    const specifications = await specificationsOf(stage)
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications)
    // Vitest tells of earlier runs too.
    const own = testModules.filter(({ moduleId }) => specifications.some((one) => one.moduleId === moduleId))
    modules += own.length
    failed = own.some((module) => !module.ok()) || unhandledErrors.length > 0
    if (failed) break
  }
  vitest.invalidateFile(path)
  active = { path: "", text: "" }
  process.send({ failed, modules })
})
process.on("disconnect", () => process.exit(0))
process.send("ready")
