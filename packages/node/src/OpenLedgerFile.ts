import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statfsSync } from "node:fs"
import { dirname } from "node:path"
import { Effect, Layer } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { bringUpToDate } from "./BringUpToDate.ts"
import { LedgerUnusable } from "./LedgerUnusable.ts"

/**
 * A client of the ledger in a SQLite file, which is created with its folder for its owner only, and whose schema is up to
 * date then. Folders on network file systems are refused, since locks do not hold there. https://sqlite.org/faq.html#q5
 */
export const openLedgerFile = <Client>(
  path: string,
  client: Layer.Layer<Client | SqlClient.SqlClient, SqlError>
): Layer.Layer<Client | SqlClient.SqlClient, LedgerUnusable> =>
  Layer.unwrap(
    Effect.gen(function* () {
      yield* Effect.try({
        try: () => prepareFile(path),
        catch: (cause) => (cause instanceof LedgerUnusable ? cause : unusable(path, `${messageOf(cause)}.`))
      })
      return Layer.effectDiscard(bringUpToDate).pipe(
        Layer.provideMerge(client),
        Layer.catchTag(["SqlError", "MigrationError"], (error) =>
          Layer.effectContext(Effect.fail(unusable(path, `${error.message}.`)))
        )
      )
    })
  )

/** A file of the service's own cannot be used. */
export const unusable = (path: string, reason: string): LedgerUnusable =>
  new LedgerUnusable({ ledger: path, reason, nextStep: "Set OUTBOUND_DATA_DIR to a writable folder on a local disk." })

/** Settings of each connection to the ledger. */
export const pragmas = [
  "PRAGMA busy_timeout = 10000",
  "PRAGMA journal_mode = WAL",
  "PRAGMA synchronous = FULL",
  "PRAGMA fullfsync = ON",
  "PRAGMA checkpoint_fullfsync = ON",
  "PRAGMA foreign_keys = ON"
]

const prepareFile = (path: string): void => {
  const folder = dirname(path)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const network = networkFileSystems[statfsSync(folder).type]
  if (network !== undefined) {
    throw unusable(path, `its folder is on a network file system (${network}), where locks do not hold.`)
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
