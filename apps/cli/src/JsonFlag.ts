import * as Flag from "effect/cli/Flag"
import * as GlobalFlag from "effect/cli/GlobalFlag"

/** Whether results are JSON documents; a global flag, which commands read with `yield* Json`. */
export const JsonFlag = GlobalFlag.Setting("json")({
  flag: Flag.Boolean("json").pipe(
    Flag.withDescription("One JSON document on stdout, also for errors (watch: one line for each event)"),
    Flag.withDefault(false)
  )
})
