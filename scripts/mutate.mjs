// oxlint-disable eslint/no-await-in-loop -- one change after the other is the point
/**
 * Changes the pure rules one small change at a time, and sees whether a test fails:
 * `pnpm mutate [-- --only policy/Rates --every 5 --report file]`: of all files, or of some, each change or every fifth.
 * Prints each change that no test noticed, and the share of those that one did, among those that can be seen at all
 * (`mutation/equivalent.mjs`). Exit code 1 below 90 %, and for a change that is said to be invisible and was noticed.
 */
import { fork } from "node:child_process"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { whyEquivalent } from "./mutation/equivalent.mjs"
import { mutantsOf } from "./mutation/mutants.mjs"

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== "--"),
  options: {
    only: { type: "string", default: "" },
    every: { type: "string", default: "1" },
    report: { type: "string" },
    workers: { type: "string", default: "2" }
  }
})
const root = resolve(import.meta.dirname, "..")
const source = join(root, "packages/core/src")

/** Tables, types and profiles: what stands there is not decided but written down. */
const data =
  /^(?:AreaCodes|CountryZones|ZoneData|StateZones|ZoneCorrections|HolidayTables|CallingRules|CallingRule|DialEvidence|DialFacts|PolicyOrder|Verdict|PolicyProfile)\.ts$/
const core = (...names) => names.map((name) => `packages/core/test/${name}.test.ts`)
/** Stage by stage: the slow ones are asked only when the quick ones noticed nothing. */
const policyTests = [
  core(
    "policy/EvaluatePolicy",
    "policy/SalesRules",
    "policy/RulesFor",
    "policy/Rates",
    "policy/PolicyEdges",
    "policy/PolicyRefusal",
    "policy/VerdictsTold",
    "policy/ApprovalRules",
    "policy/BudgetDays",
    "policy/KinOf"
  ),
  core("policy/PolicyProperties")
]
const zoneTests = [core("policy/CandidateZones")]
const holidayTests = [core("policy/Holidays")]
const otherTests = {
  "CandidateZones.ts": zoneTests,
  "NumberPlaces.ts": zoneTests,
  "ZoneTable.ts": zoneTests,
  "CalendarDay.ts": holidayTests,
  "Holidays.ts": holidayTests
}
const targets = [
  ...readdirSync(join(source, "policy"))
    .filter((name) => name.endsWith(".ts") && !data.test(name))
    .map((name) => ({ path: join(source, "policy", name), tests: otherTests[name] ?? policyTests })),
  { path: join(source, "AdvanceCall.ts"), tests: [core("AdvanceCall", "AdvanceCallDetails", "StateMachine")] },
  { path: join(source, "elevenlabs/ElevenLabsDial.ts"), tests: [core("ElevenLabsDial")] }
].filter(({ path }) => path.includes(values.only))

/** A mutant that makes a test go round for ever is noticed too. */
const patience = 60_000

const queue = targets
  .flatMap((target) => {
    const text = readFileSync(target.path, "utf8")
    const path = target.path.slice(source.length + 1)
    return mutantsOf(target.path).map((mutant) => ({ ...target, mutant, why: whyEquivalent(path, text, mutant) }))
  })
  .filter((_, index) => index % Number(values.every) === 0)
const results = []
const total = queue.length
const startedAt = performance.now()

const openJudge = () =>
  new Promise((opened) => {
    const child = fork(join(import.meta.dirname, "mutation/judge.mjs"), {
      cwd: root,
      stdio: ["ignore", "ignore", "ignore", "ipc"]
    })
    child.once("message", () => opened(child))
  })

const ask = (child, question) =>
  new Promise((answered) => {
    const late = setTimeout(() => answered("timeout"), patience)
    const settle = (answer) => {
      clearTimeout(late)
      child.removeAllListeners("message").removeAllListeners("exit")
      answered(answer)
    }
    child.once("message", (answer) => settle(answer))
    child.once("exit", () => settle("timeout"))
    child.send(question)
  })

const work = async () => {
  let child = await openJudge()
  if (queue[0] !== undefined) await requireSound(child, queue[0])
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const answer = await ask(child, next)
    // A judge that calls everything broken would look like the best of tests.
    if (results.length % 20 === 0 && answer !== "timeout" && answer.failed) await requireSound(child, next)
    const noticed = answer === "timeout" ? "timeout" : answer.failed ? "killed" : "survived"
    const outcome = next.why === null ? noticed : noticed === "killed" ? "mistaken" : "equivalent"
    results.push({ ...next, outcome })
    if (outcome === "mistaken") console.log(`noticed, and said to be invisible: ${told(next)}`)
    if (outcome === "survived") console.log(`survived ${told(next)}`)
    // It would answer this question in place of the next one.
    if (noticed === "timeout") {
      child.kill("SIGKILL")
      child = await openJudge()
    }
    if (results.length % 50 === 0) {
      console.log(`  ${results.length} of ${total}, ${Math.round((performance.now() - startedAt) / 1000)} s`)
    }
  }
  child.kill("SIGKILL")
}

/** Without any change no test may fail. */
const requireSound = async (judge, target) => {
  const answer = await ask(judge, { ...target, mutant: null })
  if (answer !== "timeout" && !answer.failed && answer.modules > 0) return
  console.log(`The tests of ${target.path} fail without any change.`)
  process.exit(1)
}

const told = ({ mutant: { after, before, line }, path }) =>
  `${path.slice(root.length + 1)}:${line}  ${short(before)}  →  ${short(after)}`
const short = (text) => text.replaceAll(/\s+/g, " ").slice(0, 90)

await Promise.all(Array.from({ length: Number(values.workers) }, work))

const count = (outcome, of = results) => of.filter((result) => result.outcome === outcome).length
for (const { path } of targets) {
  const own = results.filter((result) => result.path === path)
  if (own.length > 0) {
    const seen = own.length - count("equivalent", own)
    console.log(`${path.slice(source.length + 1)}: ${seen - count("survived", own)} of ${seen} noticed`)
  }
}
const visible = total - count("equivalent")
const share = visible === 0 ? 1 : 1 - count("survived") / visible
console.log(
  `${total} changes: ${count("killed")} noticed by a test, ${count("timeout")} by going on for ever, ${count("survived")} not, ${count("equivalent")} invisible; ${(share * 100).toFixed(1)} %`
)
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify(results, null, 2))
process.exitCode = share >= 0.9 && count("mistaken") === 0 ? 0 : 1
