import { Array, DateTime, Effect, Layer } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import * as Digest from "effect/crypto/Digest"
import { numberForms } from "./NumberForms.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import { makeAuditor } from "./SqlAuditor.ts"
import { makeLocks } from "./SqlLedgerLocks.ts"
import { makeTombstones } from "./SqlTombstones.ts"
import { type Suppression, type SuppressionId, Suppressions } from "./Suppressions.ts"
import { failAs } from "./SqlFailure.ts"

interface SuppressionRow {
  readonly id: SuppressionId
  readonly number: PhoneNumber
  readonly source: string
  readonly note: string | null
  readonly added_at: number | string
  readonly added_by: string
}

/** The do-not-call list in the ledger's database. */
export const layer: Layer.Layer<Suppressions, never, SqlClient.SqlClient | Digest.Digest> = Layer.effect(
  Suppressions,
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const auditor = makeAuditor(sql, yield* Digest.Digest)
    const tombstones = makeTombstones(auditor)
    const locks = makeLocks(sql)
    const columns = sql.literal("id, number, source, note, added_at, added_by")

    const add = Effect.fnUntraced(function* (entries: ReadonlyArray<Suppression>) {
      yield* locks.decisions
      const added = new Set<SuppressionId>()
      for (const some of Array.chunksOf(entries, rowsAtOnce)) {
        const rows = yield* sql<Pick<SuppressionRow, "id">>`INSERT INTO suppressions
          ${sql.insert(Array.map(some, rowOf))} ON CONFLICT (number) DO NOTHING RETURNING id`
        for (const { id } of rows) added.add(id)
      }
      const fresh = entries.filter(({ id }) => added.has(id))
      const at = yield* DateTime.now
      yield* auditor.noteAll(
        fresh.map(({ addedBy, id, number, source }) => ({
          at,
          actor: addedBy,
          deed: "number-suppressed",
          number,
          callId: null,
          detail: { id, source }
        }))
      )
      return fresh
    })

    const remove = Effect.fnUntraced(function* (number: PhoneNumber, by: string) {
      yield* locks.decisions
      const removed = yield* find(number)
      if (removed === null) return null
      yield* sql`DELETE FROM suppressions WHERE ${sql.in("number", numberForms(number))}`
      yield* sql`DELETE ${yield* erased(number)}`
      const at = yield* DateTime.now
      const detail = { id: removed.id, source: removed.source }
      yield* auditor.note({ at, actor: by, deed: "number-released", number, callId: null, detail })
      return removed
    })

    /** Whoever knows the number of an erased person finds that it is on the list. */
    const erased = (number: PhoneNumber) =>
      Effect.map(
        Effect.forEach(numberForms(number), tombstones.number),
        (hashes) => sql`FROM erased_suppressions WHERE ${sql.in("number_hash", hashes)}`
      )

    const erasedColumns = (number: PhoneNumber) =>
      sql`id, ${number} AS number, source, NULL AS note, added_at, added_by`

    const find = Effect.fnUntraced(function* (number: PhoneNumber) {
      const kept = yield* sql<SuppressionRow>`SELECT ${columns} FROM suppressions
        WHERE ${sql.in("number", numberForms(number))} ORDER BY id`
      return one(
        kept.length > 0 ? kept : yield* sql<SuppressionRow>`SELECT ${erasedColumns(number)} ${yield* erased(number)}`
      )
    })

    return Suppressions.of({
      add: (entries) => sql.withTransaction(add(entries)).pipe(failAs("add to the do-not-call list")),
      remove: (number, by) => sql.withTransaction(remove(number, by)).pipe(failAs("remove from the do-not-call list")),
      find: (number) => find(number).pipe(failAs("read the do-not-call list")),
      get: (id) =>
        sql<SuppressionRow>`SELECT ${columns} FROM suppressions WHERE id = ${id}`.pipe(
          Effect.map(one),
          failAs("read the do-not-call list")
        ),
      count: sql<{ readonly entries: number | bigint | string }>`SELECT count(*) AS entries FROM suppressions`.pipe(
        Effect.map(([row]) => Number(row?.entries ?? 0)),
        failAs("count the do-not-call list")
      ),
      list: ({ cursor, limit }) =>
        sql<SuppressionRow>`SELECT ${columns} FROM suppressions
          WHERE ${cursor === undefined ? sql`1 = 1` : sql`id < ${cursor}`} ORDER BY id DESC LIMIT ${limit + 1}`.pipe(
          Effect.map((rows) => ({
            suppressions: rows.slice(0, limit).map(suppressionOf),
            nextCursor: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null
          })),
          failAs("read the do-not-call list")
        )
    })
  })
)

/** A statement takes so many; SQLite bounds the values in one at 32,766. */
const rowsAtOnce = 500

const rowOf = (entry: Suppression): { readonly [column: string]: string | number | null } => ({
  id: entry.id,
  number: entry.number,
  source: entry.source,
  note: entry.note,
  added_at: DateTime.toEpochMillis(entry.addedAt),
  added_by: entry.addedBy
})

const one = (rows: ReadonlyArray<SuppressionRow>) => (rows[0] === undefined ? null : suppressionOf(rows[0]))

const suppressionOf = (row: SuppressionRow): Suppression => ({
  id: row.id,
  number: row.number,
  source: row.source,
  note: row.note,
  addedAt: DateTime.makeUnsafe(Number(row.added_at)),
  addedBy: row.added_by
})
