import { Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { CallId } from "./CallIds.ts"
import { decodeWaiting, encodeWaiting, type WaitingRequest } from "./WaitingRequest.ts"

/** What the ledger's database keeps of calls that wait for a person. It goes when they do not wait any more. */
export const makeApprovals = (sql: SqlClient.SqlClient) => ({
  keep: Effect.fnUntraced(function* (id: CallId, waiting: WaitingRequest) {
    yield* sql`INSERT INTO approvals (call_id, waiting) VALUES (${id}, ${yield* encodeWaiting(waiting)})`
  }),
  read: Effect.fnUntraced(function* (id: CallId) {
    const [row] = yield* sql<{ readonly waiting: string }>`SELECT waiting FROM approvals WHERE call_id = ${id}`
    return row === undefined ? null : yield* decodeWaiting(row.waiting)
  }),
  forget: (id: CallId) => sql`DELETE FROM approvals WHERE call_id = ${id}`
})
