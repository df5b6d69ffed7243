import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite"
import { Effect, Schedule, type Scope, Stream } from "effect"
import type { Connection } from "effect/sql/SqlConnection"
import { classifySqliteError, SqlError } from "effect/sql/SqlError"

/** A connection that is opened by its first use, and closed with the scope. */
export interface SqliteConnection {
  readonly connection: Connection
  /** Opens it now, where a failure is to be told before the first statement. */
  readonly open: Effect.Effect<void, SqlError>
  readonly isTransaction: () => boolean
}

/** `prepare` runs its statements when the connection is opened; one that fails leaves it closed. */
export const makeConnection = (
  path: string,
  prepare: ReadonlyArray<string>
): Effect.Effect<SqliteConnection, never, Scope.Scope> =>
  Effect.gen(function* () {
    const database = yield* Effect.acquireRelease(
      Effect.sync(() => new DatabaseSync(path, { open: false })),
      (made) => Effect.sync(() => made.isOpen && made.close())
    )
    const opened = (): DatabaseSync => {
      if (!database.isOpen) openPrepared(database, prepare)
      return database
    }
    return {
      connection: connectionOf(opened),
      open: Effect.asVoid(Effect.retry(attempt("open", opened), untilFree)),
      isTransaction: () => database.isOpen && database.isTransaction
    }
  })

/** While another process changes a new file to the write-ahead log, SQLite says "busy" without heeding the timeout. */
const untilFree = {
  while: ({ reason }: SqlError) => reason._tag === "LockTimeoutError",
  schedule: Schedule.spaced("50 millis"),
  times: 200
}

const openPrepared = (database: DatabaseSync, prepare: ReadonlyArray<string>): void => {
  database.open()
  try {
    for (const statement of prepare) database.exec(statement)
  } catch (cause) {
    database.close()
    throw cause
  }
}

const connectionOf = (opened: () => DatabaseSync): Connection => {
  const statements = new Map<string, StatementSync>()
  const prepared = (sql: string): StatementSync => {
    const database = opened()
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
        rows(() => opened().prepare(sql), params),
        transform
      ),
    executeRaw: (sql, params) => rows(() => prepared(sql), params),
    executeValues: (sql, params) => values(() => prepared(sql), params),
    executeValuesUnprepared: (sql, params) => values(() => opened().prepare(sql), params),
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
