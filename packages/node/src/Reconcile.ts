import { CallLedger, reconcileCalls } from "@outbound-call/core"
import { DateTime, Effect } from "effect"
import type { Configuration } from "./Configuration.ts"
import * as LedgerFile from "./LedgerFile.ts"
import { acceptLedger, missingClaim } from "./NewestClaim.ts"
import { layerOver } from "./OutboundCall.ts"

/**
 * Brings a ledger that was restored from a backup up to date and lets it take claims again. Looks at every conversation
 * since an hour before the newest call that it holds. When anything cannot be read the ledger stays closed to claims.
 */
export const reconcile = Effect.fn("reconcile")(function* (configuration: Configuration) {
  return yield* Effect.gen(function* () {
    const ledger = yield* CallLedger
    const missing = yield* missingClaim(ledger, configuration.ledgerFile)
    const newest = (yield* ledger.list({ limit: 1 })).calls[0]
    const since = newest === undefined ? DateTime.makeUnsafe(0) : DateTime.subtract(newest.createdAt, { hours: 1 })
    const found = yield* reconcileCalls(since)
    yield* acceptLedger(ledger, configuration.ledgerFile)
    return { ...found, missing }
  }).pipe(Effect.provide(layerOver(configuration, LedgerFile.layerUnguarded(configuration.ledgerFile))))
})
