import { CallLedger, reconcileCalls } from "@outbound-call/core"
import { DateTime, Effect } from "effect"
import type { Configuration } from "./Configuration.ts"
import * as Ledger from "./Ledger.ts"
import { acceptLedger, missingClaim } from "./NewestClaim.ts"
import { layerOver } from "./OutboundCall.ts"

/**
 * Brings a ledger that was restored from a backup up to date and lets it take claims again. Looks at every conversation
 * since an hour before the newest call that it holds. The ledger stays closed to claims (`open` is false) while the last
 * call that was placed with it is not found, whose record may lag or be of another account, and while a call could not
 * be brought back. `acceptMissing` is a person's word that what is not found was not dialled. When anything cannot be read
 * it fails, and stays closed.
 */
export const reconcile = Effect.fn("reconcile")(function* (
  configuration: Configuration,
  options: { readonly acceptMissing?: boolean } = {}
) {
  return yield* Effect.gen(function* () {
    const ledger = yield* CallLedger
    const missing = yield* missingClaim(ledger, configuration.ledgerFile)
    const newest = (yield* ledger.list({ limit: 1 })).calls[0]
    const since = newest === undefined ? DateTime.makeUnsafe(0) : DateTime.subtract(newest.createdAt, { hours: 1 })
    const found = yield* reconcileCalls(since)
    const isWhole = (yield* missingClaim(ledger, configuration.ledgerFile)) === null && found.blocked.length === 0
    const open = isWhole || options.acceptMissing === true
    if (open) yield* acceptLedger(ledger, configuration.ledgerFile)
    return { ...found, missing, open }
  }).pipe(Effect.provide(layerOver(configuration, Ledger.layerUnguarded(configuration))))
})
