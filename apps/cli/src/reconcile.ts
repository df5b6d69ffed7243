import { readConfiguration } from "@outbound-call/node/Configuration"
import { reconcile as reconcileLedger } from "@outbound-call/node/Reconcile"
import { viewCall } from "@outbound-call/core/Call"
import type { CallId } from "@outbound-call/core/CallIds"
import { Effect } from "effect"
import { callJson, callLine } from "./DescribeCall.ts"
import { onlyHere } from "./OnlyHere.ts"
import { printResult } from "./Print.ts"
import type { ReconcileInput } from "./ServiceCommands.ts"

/** `outbound reconcile`: brings a ledger that was restored from a backup up to date. Dials nothing. */
export const reconcile = Effect.fn("reconcile")(function* (input: ReconcileInput) {
  yield* onlyHere("outbound reconcile")
  const configuration = yield* readConfiguration({ simulate: input.simulate })
  const { blocked, looked, missing, open, restored } = yield* reconcileLedger(configuration, {
    acceptMissing: input.acceptMissing
  })
  const notFound = missing !== null && !restored.some(({ id }) => id === missing)
  const calls = restored.map(viewCall)
  yield* printResult({
    json: { looked, missing, restored: calls.map(callJson), blocked, open, simulated: configuration.simulated },
    text: [
      missing === null
        ? "The ledger held every call that was placed with it."
        : `The ledger lacked ${missing}: it was restored from a backup, or is another one.`,
      `${looked} conversations looked at, ${restored.length} calls restored.`,
      ...(notFound ? [lacking(missing)] : []),
      open ? "Calls can be placed again." : "No calls are placed until this is settled.",
      ...calls.map(callLine),
      ...blocked.map(
        (id) => `${id} is not restored: another call to its number is live. Run this again when it is over.`
      )
    ].join("\n")
  })
  return open ? ("done" as const) : ("unknown" as const)
})

const lacking = (id: CallId): string =>
  `${id} is not among them: its record may be late, or of an account that is not configured now, or it was never dialled. Run this again in some minutes. When you have made sure, also at Twilio, \`outbound reconcile --accept-missing\` lets calls be placed without it.`
