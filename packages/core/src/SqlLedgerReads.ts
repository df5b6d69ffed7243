import { DateTime, Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type * as Statement from "effect/sql/Statement"
import { liveStatuses } from "./Call.ts"
import { CallNotFound } from "./CallErrors.ts"
import { type CallId, isCallId } from "./CallIds.ts"
import type { CallLedger, CallQuery } from "./CallLedger.ts"
import { decodeCall } from "./SqlLedgerDecode.ts"
import { failAs } from "./SqlLedgerFailure.ts"
import { type EventRow, eventOf } from "./SqlLedgerFeed.ts"
import { erasedStatus, forgottenStatus } from "./SqlTombstones.ts"

/** A row of `calls`, with the columns that are read of it. */
export interface CallRow {
  readonly id: CallId
  readonly status: string
  readonly may_have_rung: number
  readonly created_at: number | bigint | string
  readonly request_digest: string
  readonly call: string
}

/** The columns of a `CallRow`. */
export const rowColumns = "id, status, may_have_rung, created_at, request_digest, call"

/** Whether nothing is left of a row but that there was a call. */
export const isErased = ({ status }: Pick<CallRow, "status">): boolean => status === erasedStatus

/** What of a ledger looks at one call, or at a page of them. It shows every owner's, whoever asks. */
export type LedgerReads = Pick<CallLedger["Service"], "find" | "list" | "events">

/**
 * The statuses that are asked for, of calls that were forgotten as well; null for all. Each is looked up by itself: an
 * index has its calls in the order of a page, and those of several only one by one.
 */
const statusesOf = ({ live, status }: CallQuery): ReadonlyArray<string> | null => {
  const asked = live === true ? liveStatuses.filter((one) => status?.includes(one) ?? true) : status
  return asked === undefined ? null : [...new Set([...asked, ...asked.map(forgottenStatus)])]
}

/** It needs nothing of what claims and records calls, so that whoever only looks loads none of it. */
export const makeLedgerReads = (
  sql: SqlClient.SqlClient,
  /** A number as it stands in the rows of its calls. */
  numbersOf: (to: string) => Effect.Effect<ReadonlyArray<string>, SqlError>
): LedgerReads => {
  const columns = sql.literal(rowColumns)

  const find = Effect.fnUntraced(function* (id: string) {
    const rows = yield* isCallId(id)
      ? sql<CallRow>`SELECT ${columns} FROM calls WHERE id = ${id}`
      : sql<CallRow>`SELECT ${columns} FROM calls WHERE conversation_id = ${id} ORDER BY id DESC LIMIT 1`
    const row = rows[0]
    if (row === undefined) return yield* new CallNotFound({ id })
    return isErased(row) ? yield* new CallNotFound({ id, missing: "erased" }) : yield* decodeCall(row.call)
  })

  const list = Effect.fnUntraced(function* (query: CallQuery) {
    const limit = query.limit ?? 30
    const statuses = statusesOf(query)
    if (statuses?.length === 0) return { calls: [], nextCursor: null }
    const newest = sql`ORDER BY id DESC LIMIT ${limit + 1}`
    const rows =
      query.to !== undefined
        ? yield* sql<CallRow>`SELECT ${columns} FROM calls
            WHERE ${sql.and([sql.in("to_number", yield* numbersOf(query.to)), ...isAmong(statuses), ...rest(query)])} ${newest}`
        : statuses === null
          ? yield* sql<CallRow>`SELECT ${columns} FROM calls WHERE ${sql.and(rest(query))} ${newest}`
          : yield* sql<CallRow>`${unionAll(
              statuses.map(
                (status) => sql`SELECT * FROM (SELECT ${columns} FROM calls
                WHERE ${sql.and([sql`status = ${status}`, ...rest(query)])} ${newest}) AS part`
              )
            )} ${newest}`
    const calls = yield* Effect.forEach(rows.slice(0, limit), (row) => decodeCall(row.call))
    return { calls, nextCursor: rows.length > limit ? (calls.at(-1)?.id ?? null) : null }
  })

  const unionAll = (parts: ReadonlyArray<Statement.Fragment>) =>
    parts.slice(1).reduce((all, part) => sql`${all} UNION ALL ${part}`, parts[0] ?? sql``)

  /** The sign keeps SQLite from walking over all calls of a status or an owner where a number has few. */
  const unindexed = sql.literal(sql.onDialectOrElse({ pg: () => "", orElse: () => "+" }))

  const isAmong = (statuses: ReadonlyArray<string> | null) =>
    statuses === null ? [] : [sql`${unindexed}status IN ${sql.in(statuses)}`]

  const isOver = sql`NOT ${sql.in("status", liveStatuses)}`

  const rest = ({ createdAfter, createdBefore, cursor, live, owner, to }: CallQuery) => [
    sql`status <> ${erasedStatus}`,
    ...(cursor === undefined ? [] : [sql`id < ${cursor}`]),
    ...(owner === undefined ? [] : [sql`${to === undefined ? sql.literal("") : unindexed}owner = ${owner}`]),
    ...(live === false ? [isOver] : []),
    ...(createdAfter === undefined ? [] : [sql`created_at >= ${DateTime.toEpochMillis(createdAfter)}`]),
    ...(createdBefore === undefined ? [] : [sql`created_at < ${DateTime.toEpochMillis(createdBefore)}`])
  ]

  return {
    find: (id) => find(id).pipe(failAs("find", false)),
    list: (query) => list(query).pipe(failAs("list", false)),
    events: (id, afterSeq) =>
      sql<EventRow>`SELECT seq, at, type, cause, status, message, detail FROM call_events
        WHERE call_id = ${id} AND seq > ${afterSeq} ORDER BY seq`.pipe(
        Effect.map((rows) => rows.map(eventOf)),
        failAs("events", false)
      )
  }
}
