import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite"
import { Effect, Layer, Semaphore, Stream } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as SqlClient from "effect/sql/SqlClient"
import type { Connection } from "effect/sql/SqlConnection"
import { classifySqliteError, SqlError } from "effect/sql/SqlError"
import * as Statement from "effect/sql/Statement"

/**
 * A `SqlClient` over Node's own SQLite. One connection, one transaction at a time, which takes the write lock at its
 * start. `prepare` runs its statements on the new connection; when that or opening fails, the layer fails.
 */
export const layer = (path: string, prepare: ReadonlyArray<string> = []): Layer.Layer<SqlClient.SqlClient, SqlError> =>
  Layer.effect(
    SqlClient.SqlClient,
    Effect.gen(function* () {
      const database = yield* Effect.acquireRelease(
        attempt("open", () => new DatabaseSync(path)),
        (open) => Effect.sync(() => open.close())
      )
      for (const statement of prepare) yield* attempt("prepare", () => database.exec(statement))
      const semaphore = yield* Semaphore.make(1)
      return yield* SqlClient.make({
        driver: "sqlite-node",
        compiler: Statement.makeCompilerSqlite(),
        spanAttributes: [["db.system.name", "sqlite"]],
        beginTransaction: "BEGIN IMMEDIATE",
        prepareTransactionControls: true,
        ...SqlClient.makeSqliteAcquirers({
          connection: Effect.succeed(connectionOf(database)),
          semaphore,
          isTransaction: () => database.isTransaction
        })
      })
    })
  ).pipe(Layer.provide(Reactivity.layer))

const connectionOf = (database: DatabaseSync): Connection => {
  const statements = new Map<string, StatementSync>()
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  return {
    execute: (sql, params, transform) =>
      transformed(
        rows(() => prepared(sql), params),
        transform
      ),
    executeUnprepared: (sql, params, transform) =>
      transformed(
        rows(() => database.prepare(sql), params),
        transform
      ),
    executeRaw: (sql, params) => rows(() => prepared(sql), params),
    executeValues: (sql, params) => values(() => prepared(sql), params),
    executeValuesUnprepared: (sql, params) => values(() => database.prepare(sql), params),
    executeStream: (sql, params, transform) =>
      Stream.unwrap(
        Effect.map(
          transformed(
            rows(() => prepared(sql), params),
            transform
          ),
          Stream.fromIterable
        )
      )
  }
}

const rows = (find: () => StatementSync, params: ReadonlyArray<unknown>) =>
  attempt("execute", () => find().all(...params.map(bindable)))

const values = (find: () => StatementSync, params: ReadonlyArray<unknown>) =>
  Effect.map(rows(find, params), (found) => found.map((row) => Object.values(row)))

type Rows = ReadonlyArray<Record<string, unknown>>
type Transform = Parameters<Connection["execute"]>[2]

const transformed = (found: Effect.Effect<Rows, SqlError>, transform: Transform) =>
  transform === undefined ? found : Effect.map(found, transform)

const bindable = (value: unknown): SQLInputValue => {
  switch (typeof value) {
    case "string":
    case "number":
    case "bigint":
      return value
    case "boolean":
      return value ? 1 : 0
    default:
      return value instanceof Uint8Array ? value : null
  }
}

const attempt = <A>(operation: string, deed: () => A): Effect.Effect<A, SqlError> =>
  Effect.try({
    try: deed,
    catch: (cause) =>
      new SqlError({ reason: classifySqliteError(withErrno(cause), { message: String(cause), operation }) })
  })

/** Node calls SQLite's number `errcode`. */
const withErrno = (cause: unknown): unknown =>
  cause instanceof Error && "errcode" in cause ? Object.assign(cause, { errno: cause.errcode }) : cause
