import { CallLedger } from "@outbound-call/core/CallLedger"
import { Effect, Layer } from "effect"
import * as LedgerFile from "./LedgerFile.ts"
import type { Kept } from "./Stores.ts"
import type { LedgerPlace } from "./LedgerPlace.ts"
import type { LedgerUnusable } from "./LedgerUnusable.ts"
import { guardClaims, makeRoomForMarker } from "./NewestClaim.ts"

/**
 * The ledger of a place: a file, or the PostgreSQL database that `DATABASE_URL` names. One that lacks the last call
 * placed from here, since it was restored from a backup or is another one, is read, but takes no claim.
 */
export const layer = (place: LedgerPlace): Layer.Layer<Kept, LedgerUnusable> =>
  Layer.effect(
    CallLedger,
    Effect.map(CallLedger, (ledger) => guardClaims(ledger, place.ledgerFile))
  ).pipe(Layer.provideMerge(layerUnguarded(place)))

/** The same without the check for a restored backup: for the reconciliation of one, and for nothing that dials. */
export const layerUnguarded = ({ database, ledgerFile }: LedgerPlace): Layer.Layer<Kept, LedgerUnusable> =>
  database === null
    ? LedgerFile.layer(ledgerFile)
    : Layer.unwrap(
        Effect.gen(function* () {
          makeRoomForMarker(ledgerFile)
          const postgres = yield* Effect.promise(() => import("./LedgerPostgres.ts"))
          return postgres.layer(database)
        })
      )
