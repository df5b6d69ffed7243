import * as SqlLedger from "@outbound-call/core/SqlLedger"
import { Layer } from "effect"
import type { LedgerUnusable } from "./LedgerUnusable.ts"
import { openLedgerFile, pragmas } from "./OpenLedgerFile.ts"
import * as SqliteClient from "./SqliteClient.ts"
import * as Stores from "./Stores.ts"

/**
 * The ledger in one SQLite file. A claim returns when its record is on the disk (write-ahead log, full synchronisation,
 * and on macOS the drive's own flush), and so does all news but that a claimed call was dialled. The keys that may use it
 * over HTTP, the provider's webhooks, and the endpoints with their secrets and messages are kept in it.
 */
export const layer = (path: string): Layer.Layer<Stores.Kept, LedgerUnusable> =>
  Stores.layer.pipe(
    Layer.provide(
      openLedgerFile(
        path,
        SqliteClient.layerPair(path, pragmas, { tag: SqlLedger.LazySqlClient, prepare: lazyPragmas })
      )
    )
  )

/** Settings of the connection for news that the provider tells again: its commits reach the disk with the next claim. */
const lazyPragmas = [...pragmas, "PRAGMA synchronous = NORMAL"]
