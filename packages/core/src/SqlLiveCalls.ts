import { Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { AgentId, CallId, ConversationId } from "./CallIds.ts"
import type { CallStatus } from "./Call.ts"
import { followedStatuses, type LiveCall } from "./LiveCall.ts"

interface LiveRow {
  readonly id: CallId
  readonly conversation_id: ConversationId
  readonly agent: AgentId
  readonly status: CallStatus
  readonly created_at: number | bigint | string
  readonly identity: string
  readonly asked: string | null
  readonly ended: string | null
}

/**
 * A batch of the live calls whose conversation is known, by id after a given one. Each status has an index in the order
 * of ids, so a batch reads no more than three times its size, however many calls there are. Few columns, and no call is
 * decoded: a process that starts reads all of them.
 */
export const readLiveCalls = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  after: CallId | null,
  limit: number
) {
  const field = (name: string) =>
    sql.literal(sql.onDialectOrElse({ pg: () => `call::json ->> '${name}'`, orElse: () => `call ->> '${name}'` }))
  const part = (status: CallStatus) =>
    sql`SELECT * FROM (SELECT id, conversation_id, status, created_at, identity, ${field("agentId")} AS agent,
        ${field("hangUpRequestedAt")} AS asked, ${field("endedAt")} AS ended FROM calls
      WHERE status = ${status} AND id > ${after ?? ""} AND conversation_id IS NOT NULL ORDER BY id LIMIT ${limit}) AS batch`
  const [first, second, third] = followedStatuses.map(part)
  const rows = yield* sql<LiveRow>`${first} UNION ALL ${second} UNION ALL ${third} ORDER BY id LIMIT ${limit}`
  return rows.map(liveCall)
})

const liveCall = (row: LiveRow): LiveCall => ({
  id: row.id,
  conversationId: row.conversation_id,
  agentId: row.agent,
  status: row.status,
  createdAt: Number(row.created_at),
  identity: row.identity,
  isToEnd: row.asked !== null && row.ended === null
})
