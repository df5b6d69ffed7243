import { Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { Scrubbed } from "./Persons.ts"

/** Before a transaction: SQLite then overwrites at once what is deleted; PostgreSQL does so when it is vacuumed. */
export const overwriteDeleted = (sql: SqlClient.SqlClient): Effect.Effect<void, SqlError> =>
  sql.onDialectOrElse({
    pg: () => Effect.void,
    orElse: () => Effect.asVoid(sql`PRAGMA secure_delete = ON`)
  })

/**
 * Writes a SQLite file anew, without what was deleted or changed, and empties its write-ahead log. Takes the write lock
 * for as long as the file takes to write, and as much room again.
 */
export const scrub = (sql: SqlClient.SqlClient): Effect.Effect<Scrubbed, SqlError> =>
  sql.onDialectOrElse({
    pg: () => Effect.succeed("left-to-database"),
    orElse: () =>
      Effect.gen(function* () {
        yield* sql`VACUUM`
        const [checkpoint] = yield* sql<{ readonly busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`
        return checkpoint?.busy === 0 ? "gone" : "busy"
      }).pipe(
        Effect.catchTag("SqlError", (error) =>
          error.reason._tag === "LockTimeoutError" ? Effect.succeed<Scrubbed>("busy") : Effect.fail(error)
        )
      )
  })
