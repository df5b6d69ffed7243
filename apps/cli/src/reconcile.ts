import { readConfiguration } from "@outbound-call/node/Configuration"
import { reconcile as reconcileLedger } from "@outbound-call/node/Reconcile"
import { Effect } from "effect"
import { callJson, callLine } from "./DescribeCall.ts"
import { printResult } from "./Print.ts"
import type { ReconcileInput } from "./ServiceCommands.ts"

/** `outbound reconcile`: brings a ledger that was restored from a backup up to date. Dials nothing. */
export const reconcile = Effect.fn("reconcile")(function* (input: ReconcileInput) {
  const configuration = yield* readConfiguration({ simulate: input.simulate })
  const { blocked, looked, missing, restored } = yield* reconcileLedger(configuration)
  yield* printResult({
    json: { looked, missing, restored: restored.map(callJson), blocked, simulated: configuration.simulated },
    text: [
      missing === null
        ? "The ledger held every call that was placed with it."
        : `The ledger lacked ${missing}: it was restored from a backup.`,
      `${looked} conversations looked at, ${restored.length} calls restored. Calls can be placed again.`,
      ...restored.map(callLine),
      ...blocked.map(
        (id) => `${id} is not restored: another call to its number is live. Run this again when it is over.`
      )
    ].join("\n")
  })
  return "done" as const
})
