import { migrate } from "@outbound-call/node/Migrate"
import * as SqliteClient from "@outbound-call/node/SqliteClient"
import { Effect } from "effect"
import * as SqlClient from "effect/sql/SqlClient"

type Row = Readonly<Record<string, string | number | null>>

const insertOf = (table: string, row: Row): string =>
  `INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${Object.values(row).map(literal).join(", ")})`

const literal = (value: string | number | null): string =>
  typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value)

/** The statements that make a new database what the shipped migrations leave: its schema, and the rows they put in. */
export const readSchema: Promise<ReadonlyArray<string>> = Effect.gen(function* () {
  yield* migrate
  const sql = yield* SqlClient.SqlClient
  const made = yield* sql<{ readonly type: string; readonly name: string; readonly sql: string }>`
    SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL
    AND name NOT LIKE 'sqlite_%' AND name <> 'migrations' ORDER BY rowid`
  const tables = made.filter(({ type }) => type === "table")
  const filled = yield* Effect.forEach(tables, ({ name }) =>
    Effect.map(sql<Row>`SELECT * FROM ${sql(name)}`, (rows) => rows.map((row) => insertOf(name, row)))
  )
  return [...made.map((row) => row.sql), ...filled.flat()]
}).pipe(Effect.provide(SqliteClient.layer(":memory:")), Effect.runPromise)
