import { CallLedger } from "@outbound-call/core/CallLedger"
import * as Ledger from "@outbound-call/node/Ledger"
import { hasLedger, ledgerPlace, type LedgerPlace, readLedgerPlace } from "@outbound-call/node/LedgerPlace"
import { Effect } from "effect"
import { printNote } from "./Print.ts"

/**
 * The side, real or simulated, on which an id is looked for: the one that was asked for; else the real ledger, except
 * for an id that only the simulated one knows, which is said. Opens no ledger that is not there.
 */
export const sideOf = Effect.fnUntraced(function* (id: string, simulate: boolean) {
  const asked = yield* readLedgerPlace({ simulate })
  if (asked.simulated || (yield* knows(asked, id))) return asked
  const other = yield* ledgerPlace(true)
  if (!(yield* knows(other, id))) return asked
  yield* printNote(`${id} is a simulated call.`)
  return other
})

const knows = Effect.fnUntraced(function* (place: LedgerPlace, id: string) {
  if (!(yield* hasLedger(place))) return false
  return yield* CallLedger.use((ledger) => ledger.find(id)).pipe(
    Effect.as(true),
    Effect.catchTag("CallNotFound", () => Effect.succeed(false)),
    Effect.provide(Ledger.layer(place))
  )
})
