import { Context, Effect, Layer, Semaphore } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import * as Statement from "effect/sql/Statement"
import { makeCommitGroups } from "./CommitGroups.ts"
import { makeConnection, type SqliteConnection } from "./SqliteConnection.ts"

/**
 * A `SqlClient` over Node's own SQLite. One connection, one transaction at a time, which takes the write lock at its
 * start. `prepare` runs its statements on the new connection; when that or opening fails, the layer fails.
 */
export const layer = (path: string, prepare: ReadonlyArray<string> = []): Layer.Layer<SqlClient.SqlClient, SqlError> =>
  Layer.effect(
    SqlClient.SqlClient,
    Effect.gen(function* () {
      const connection = yield* makeConnection(path, prepare)
      yield* connection.open
      return yield* clientOf(connection, yield* Semaphore.make(1))
    })
  ).pipe(Layer.provide(Reactivity.layer))

/**
 * Two clients on one file, each with a connection prepared in its own way, whose transactions take turns: a connection
 * that waited for the other one's lock would stop the thread that must release it. The second one is opened when it is
 * first used.
 */
export const layerPair = <Second>(
  path: string,
  prepare: ReadonlyArray<string>,
  second: { readonly tag: Context.Key<Second, SqlClient.SqlClient>; readonly prepare: ReadonlyArray<string> }
): Layer.Layer<SqlClient.SqlClient | Second, SqlError> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const semaphore = yield* Semaphore.make(1)
      const connection = yield* makeConnection(path, prepare)
      yield* connection.open
      const first = yield* clientOf(connection, semaphore)
      const other = yield* clientOf(yield* makeConnection(path, second.prepare), semaphore)
      return Context.make(SqlClient.SqlClient, first).pipe(Context.add(second.tag, other))
    })
  ).pipe(Layer.provide(Reactivity.layer))

/** Its transactions share their commits. */
const clientOf = Effect.fnUntraced(function* (
  { connection, isTransaction }: SqliteConnection,
  semaphore: Semaphore.Semaphore
) {
  const client = yield* SqlClient.make({
    driver: "sqlite-node",
    compiler: Statement.makeCompilerSqlite(),
    spanAttributes: [["db.system.name", "sqlite"]],
    beginTransaction: "BEGIN IMMEDIATE",
    prepareTransactionControls: true,
    ...SqlClient.makeSqliteAcquirers({ connection: Effect.succeed(connection), semaphore, isTransaction })
  })
  return Object.assign(client, { withTransaction: yield* makeCommitGroups(client, isTransaction) })
})
