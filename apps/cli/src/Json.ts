import * as Flag from "effect/cli/Flag"
import * as GlobalFlag from "effect/cli/GlobalFlag"

/** Whether results are JSON documents; a global flag, read with `yield* Json`. */
export const Json = GlobalFlag.Setting("json")({
  flag: Flag.Boolean("json").pipe(
    Flag.withDescription("One JSON document on stdout, also for errors (watch: one line for each event)"),
    Flag.withDefault(false)
  )
})

/** Whether `--json` was typed: asked before the command line is understood, and when it cannot be. */
export const wantsJson = (args: ReadonlyArray<string>): boolean => {
  const end = args.indexOf("--")
  return (end < 0 ? args : args.slice(0, end)).some((arg) => arg === "--json" || arg === "--json=true")
}
