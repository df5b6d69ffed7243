// oxlint-disable no-await-in-loop -- one thing happens after the other, in an order that the seed decides
/**
 * Plays many schedules and prints what broke: `torture --schedules 200000 --seed 1 [--strategy retrying]`. One seed
 * with its whole trace: `torture --seed 17 --trace`.
 */
import { parseArgs } from "node:util"
import { playSchedule } from "./Schedule.ts"
import { strategies } from "./Strategy.ts"

const { values } = parseArgs({
  options: {
    schedules: { type: "string", default: "1000" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1_000_000_000)) },
    strategy: { type: "string", default: "shipped" },
    trace: { type: "boolean", default: false }
  }
})
const strategy = strategies[values.strategy]
if (strategy === undefined) throw new Error(`--strategy is one of ${Object.keys(strategies).join(", ")}`)
const first = Number(values.seed)
const count = values.trace ? 1 : Number(values.schedules)
const startedAt = performance.now()
const seconds = () => (performance.now() - startedAt) / 1000
let broken = 0
let calls = 0
let rings = 0
let toldAt = 0

console.log(`seeds ${first} to ${first + count - 1}, ${values.strategy}`)
for (let seed = first; seed < first + count; seed++) {
  const verdict = await playSchedule(seed, strategy, values.trace)
  calls += verdict.calls.length
  rings += verdict.rings
  if (verdict.trace !== null) console.log(verdict.trace.join("\n"))
  if (verdict.violations.length > 0) {
    broken++
    console.log(`seed ${seed} broke: ${verdict.violations.join("; ")}`)
  }
  if (seconds() - toldAt > 30) {
    toldAt = seconds()
    console.log(
      `${seed - first + 1} schedules, ${broken} broken, ${((seed - first + 1) / toldAt).toFixed(1)} per second`
    )
  }
}
console.log(
  `${broken} of ${count} schedules broke a promise (${values.strategy}); ${calls} calls, ${rings} rings, ` +
    `${(count / seconds()).toFixed(1)} schedules per second`
)
process.exitCode = broken > 0 && values.strategy === "shipped" ? 1 : 0
