import { Effect } from "effect"
import type { Check } from "./Checks.ts"
import type { Ending } from "./ExitCode.ts"
import { printResult } from "./Print.ts"

/** Prints what the doctor found, and how the process ends for it. */
export const printChecks = Effect.fnUntraced(function* (checks: ReadonlyArray<Check>, simulated: boolean) {
  const healthy = checks.every(({ result }) => result !== "failed")
  yield* printResult({ json: { healthy, simulated, checks }, text: checks.map(line).join("\n") })
  const ending: Ending = healthy ? "done" : "configuration"
  return ending
})

const line = ({ detail, fix, name, result }: Check): string =>
  [`${marks[result]} ${name.padEnd(13)} ${detail}`, ...(fix === null || fix === detail ? [] : [`   fix: ${fix}`])].join(
    "\n"
  )

const marks: Record<Check["result"], string> = { passed: "ok  ", failed: "FAIL", untold: "?   " }
