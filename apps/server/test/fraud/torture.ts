/** `torture:fraud -- --requests N`: plays every sequence of a stolen key for N requests, and prints what each came to. */
import { parseArgs } from "node:util"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { attackAlone, told } from "./Attack.ts"
import { sequences } from "./Sequences.ts"

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== "--"),
  options: { requests: { type: "string", default: "400" } }
})

console.log("| sequence | dials | dollars at most | after | refused by |\n| --- | --- | --- | --- | --- |")
for (const sequence of sequences) {
  // oxlint-disable-next-line eslint/no-await-in-loop -- one attack after the other, so that each has a clock of its own
  const loss = await Effect.runPromise(
    attackAlone(sequence, {}, Number(values.requests)).pipe(Effect.provide(TestClock.layer()), Effect.scoped)
  )
  console.log(told(loss))
  if (loss.dials > sequence.dials || loss.dollars > sequence.dollars) process.exitCode = 1
}
