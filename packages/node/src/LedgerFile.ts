import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statfsSync } from "node:fs"
import { dirname } from "node:path"
import type { ApiKeys } from "@outbound-call/core/ApiKeys"
import { CallLedger } from "@outbound-call/core/CallLedger"
import * as SqlLedger from "@outbound-call/core/SqlLedger"
import * as SqlLedgerKeys from "@outbound-call/core/SqlLedgerKeys"
import { migrations } from "@outbound-call/core/SqlLedgerSchema"
import * as SqlWebhookInbox from "@outbound-call/core/SqlWebhookInbox"
import type { WebhookInbox } from "@outbound-call/core/WebhookInbox"
import { Effect, Layer, Schema } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import { guardClaims } from "./NewestClaim.ts"
import * as NodeDigest from "./NodeDigest.ts"
import * as SqliteClient from "./SqliteClient.ts"

/** The ledger's file cannot be used. Nothing is dialled without a ledger. */
export class LedgerUnusable extends Schema.TaggedError<LedgerUnusable>()("LedgerUnusable", {
  path: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `The ledger ${this.path} cannot be used: ${this.reason} No phone rang: without a ledger nothing is dialled. Set OUTBOUND_DATA_DIR to a writable folder on a local disk.`
  }
}

/** What is kept in the ledger's file. */
export type Stores = CallLedger | WebhookInbox | ApiKeys

/**
 * The ledger in one SQLite file, created with its folder for its owner only. A claim returns when its record is on the
 * disk (write-ahead log, full synchronisation, and on macOS the drive's own flush), and so does all news but that a
 * claimed call was dialled. Folders on network file systems
 * are refused, since locks do not hold there. https://sqlite.org/faq.html#q5 A ledger that was restored from a backup
 * is read, but takes no claim. The keys that may use it over HTTP, and the provider's webhooks, are kept in it.
 */
export const layer = (path: string): Layer.Layer<Stores, LedgerUnusable> =>
  Layer.effect(
    CallLedger,
    Effect.map(CallLedger, (ledger) => guardClaims(ledger, path))
  ).pipe(Layer.provideMerge(layerUnguarded(path)))

/** The same without the check for a restored backup: for the reconciliation of one, and for nothing that dials. */
export const layerUnguarded = (path: string): Layer.Layer<Stores, LedgerUnusable> =>
  Layer.unwrap(
    Effect.gen(function* () {
      yield* Effect.try({
        try: () => prepareFile(path),
        catch: (cause) =>
          cause instanceof LedgerUnusable ? cause : new LedgerUnusable({ path, reason: `${messageOf(cause)}.` })
      })
      const client = SqliteClient.layerPair(path, pragmas, { tag: SqlLedger.LazySqlClient, prepare: lazyPragmas })
      return Layer.mergeAll(SqlLedger.layer, SqlLedgerKeys.layer, SqlWebhookInbox.layer).pipe(
        Layer.provide(NodeDigest.layer),
        Layer.provide(Layer.effectDiscard(migrateWhenOld).pipe(Layer.provideMerge(client))),
        Layer.catchTag(["SqlError", "MigrationError"], (error) =>
          Layer.effectContext(Effect.fail(new LedgerUnusable({ path, reason: `${error.message}.` })))
        )
      )
    })
  )

/** Brings the schema up to date; a file that is needs one look and does not load the migrator. */
const migrateWhenOld = Effect.gen(function* () {
  if (yield* isCurrent) return
  const { migrate } = yield* Effect.promise(() => import("./Migrate.ts"))
  yield* migrate
})

const isCurrent = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const done = yield* sql<{ name: string }>`SELECT printf('%04d_%s', migration_id, name) AS name FROM migrations`
  const names = new Set(done.map(({ name }) => name))
  return Object.keys(migrations).every((name) => names.has(name))
}).pipe(Effect.orElseSucceed(() => false))

/** Settings of each connection to the ledger. */
export const pragmas = [
  "PRAGMA busy_timeout = 10000",
  "PRAGMA journal_mode = WAL",
  "PRAGMA synchronous = FULL",
  "PRAGMA fullfsync = ON",
  "PRAGMA checkpoint_fullfsync = ON",
  "PRAGMA foreign_keys = ON"
]

/** Settings of the connection for news that the provider tells again: its commits reach the disk with the next claim. */
const lazyPragmas = [...pragmas, "PRAGMA synchronous = NORMAL"]

const prepareFile = (path: string): void => {
  const folder = dirname(path)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const network = networkFileSystems[statfsSync(folder).type]
  if (network !== undefined) {
    throw new LedgerUnusable({
      path,
      reason: `its folder is on a network file system (${network}), where locks do not hold.`
    })
  }
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600))
  chmodSync(path, 0o600)
}

/** Linux file system numbers, from statfs(2). */
const networkFileSystems: { readonly [type: number]: string } = {
  0x6969: "NFS",
  0x517b: "SMB",
  0xff534d42: "CIFS",
  0xfe534d42: "SMB2",
  0x5346414f: "AFS",
  0x73757245: "Coda",
  0x00c36400: "Ceph"
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
