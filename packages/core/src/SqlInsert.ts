import type { Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"

/** Inserts one row at a time, by a statement whose text is made once. */
export const makeInsert = <Column extends string>(
  sql: SqlClient.SqlClient,
  table: string,
  columns: ReadonlyArray<Column>
) => {
  const places = columns.map((_, index) => sql.onDialectOrElse({ pg: () => `$${index + 1}`, orElse: () => "?" }))
  const text = `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places.join(", ")})`
  return (row: { readonly [C in Column]: string | number | null }): Effect.Effect<unknown, SqlError> =>
    sql.unsafe(
      text,
      columns.map((column) => row[column])
    )
}
