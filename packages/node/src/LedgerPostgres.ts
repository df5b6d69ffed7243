import { Effect, Layer } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import { bringUpToDate } from "./BringUpToDate.ts"
import { type DatabaseUrl, describeDatabase } from "./DatabaseUrl.ts"
import { LedgerUnusable } from "./LedgerUnusable.ts"
import * as PostgresClient from "./PostgresClient.ts"
import * as Stores from "./Stores.ts"

/**
 * The ledger in a PostgreSQL database, which several machines may share. A server that takes no records, or would lose
 * one after its commit, is refused. A claim whose commit was not confirmed is a `LedgerError` and is not dialled.
 */
export const layer = (database: DatabaseUrl): Layer.Layer<Stores.Kept, LedgerUnusable> => {
  const unusable = (reason: string, nextStep: string) =>
    new LedgerUnusable({ ledger: describeDatabase(database), reason, nextStep })

  const refuseUnsafe = Effect.gen(function* () {
    const found = yield* settings
    const unsafe = unsafeSettings.find(({ name, safe }) => found?.[name] !== safe)
    if (unsafe === undefined) return
    return yield* unusable(`${unsafe.name} is ${found?.[unsafe.name]}: ${unsafe.why}`, unsafe.fix)
  })

  return Stores.layer.pipe(
    Layer.provide(
      Layer.effectDiscard(Effect.andThen(refuseUnsafe, bringUpToDate)).pipe(
        Layer.provideMerge(PostgresClient.layer(database))
      )
    ),
    Layer.catchTag(["SqlError", "MigrationError"], (error) =>
      Layer.effectContext(
        Effect.fail(unusable(`${reasonOf(error)}.`, "Check DATABASE_URL, and the rights of its user."))
      )
    )
  )
}

/** What a server must say of itself before anything is claimed there. */
const unsafeSettings = [
  {
    name: "fsync",
    safe: "on",
    why: "a record could be lost after its call.",
    fix: "Turn it on in the server's configuration."
  },
  {
    name: "synchronous_commit",
    safe: "on",
    why: "a record could be lost after its call, since something between here and the server drops our session's setting.",
    fix: "Connect to the server itself, or let the pooler pass on the settings of a session."
  },
  {
    name: "transaction_isolation",
    safe: "read committed",
    why: "something between here and the server drops our session's setting.",
    fix: "Connect to the server itself, or let the pooler pass on the settings of a session."
  },
  {
    name: "transaction_read_only",
    safe: "off",
    why: "it takes no records, as a standby does.",
    fix: "Name the primary server in DATABASE_URL."
  },
  {
    name: "server_encoding",
    safe: "UTF8",
    why: "it cannot hold every name.",
    fix: "Create the database with ENCODING 'UTF8'."
  }
] as const

type Setting = (typeof unsafeSettings)[number]["name"]

const settings = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const [found] = yield* sql<Readonly<Record<Setting, string>>>`SELECT
    ${sql.csv(unsafeSettings.map(({ name }) => sql`current_setting(${name}) AS ${sql(name)}`))}`
  return found
})

/** The innermost message: what the server or the network said. */
const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  if (!(error instanceof Error)) return String(error)
  const inner = "reason" in error ? error.reason : error.cause
  return inner === undefined ? error.message : reasonOf(inner)
}
