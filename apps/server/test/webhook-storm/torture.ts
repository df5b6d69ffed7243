/**
 * `torture:webhooks -- --deliveries N --seed S`: plays N deliveries in storms of a thousand, and prints what broke and how
 * many there were of each kind. Exit code 1 when anything broke.
 */
import { parseArgs } from "node:util"
import { playStorms } from "./Total.ts"

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== "--"),
  options: { deliveries: { type: "string", default: "5000" }, seed: { type: "string" } }
})
const first = Number(values.seed ?? Date.now() % 1_000_000_000)
const startedAt = performance.now()
let done = 0

console.log(`seed ${first}, ${values.deliveries} deliveries`)
const total = await playStorms(first, Number(values.deliveries), ({ deliveries, violations }, seed) => {
  done += deliveries
  for (const violation of violations) console.log(`seed ${seed} broke: ${violation}`)
  if ((seed - first) % 10 === 9)
    console.log(`${done} deliveries, ${Math.round((performance.now() - startedAt) / 1000)} s`)
})
const seconds = (performance.now() - startedAt) / 1000
console.log(
  `${total.deliveries} deliveries about ${total.calls} calls in ${Math.round(seconds)} s; ${total.taken} webhooks taken, ${total.early} of them early; ${total.violations.length} violations`
)
for (const [kind, count] of Object.entries(total.kinds)) console.log(`  ${kind}: ${count}`)
process.exitCode = total.violations.length > 0 ? 1 : 0
