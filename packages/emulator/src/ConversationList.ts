import type { Schema } from "effect"
import { callRecord, durationSeconds, finalAt, type CallRecord } from "./CallRecord.ts"
import { initiationSource, statusWord } from "./Conversation.ts"
import { conversationFilters } from "./ConversationQuery.ts"
import { errorObject, invalid } from "./ErrorBody.ts"
import { cursorKey, pageOf } from "./Page.ts"
import { Query } from "./Query.ts"
import { json, type Reply } from "./Reply.ts"
import type { Switches } from "./Switches.ts"
import { toolNames } from "./Transcript.ts"
import { callSuccessful, summary, terminationReason, title } from "./Verdict.ts"
import { elapsedSeconds, firstSince, startSeconds, type View } from "./World.ts"

/** What `GET /v1/convai/conversations` answers: newest first, by cursor. */
export const conversationList = (view: View, params: URLSearchParams, requestId: string): Reply => {
  const { switches } = view.world
  const query = new Query(params)
  const size = query.integer("page_size", 1, 100) ?? 30
  const direction = query.word("sort_direction", ["asc", "desc"]) ?? "desc"
  const withSummary = query.word("summary_mode", ["exclude", "include"]) === "include"
  const tests = conversationFilters(query, switches)
  if (query.problems.length > 0) return invalid(query.problems)

  const cursor = query.text("cursor")
  const after = cursor === null ? null : cursorKey(cursor)
  if (cursor !== null && after === null) return invalidCursor(requestId)

  const since = switches.ignoreFilters.includes("call_start_after_unix") ? null : query.text("call_start_after_unix")
  const first = since === null ? 0 : firstSince(view.world, Number(since))
  const excluded = switches.ignoreFilters.includes("exclude_statuses") ? [] : query.all("exclude_statuses")
  const isLive = excluded.includes("done") && excluded.includes("failed")
  const found: Array<CallRecord> = []
  for (const record of visibleRecords(view, { direction, after, first, isLive })) {
    if (found.length > size) break
    if (tests.every((test) => test(record))) found.push(record)
  }
  const page = pageOf(found, size, (record) => record.dial.position)
  return json(200, {
    conversations: page.items.map((record) => row(record, switches, withSummary)),
    has_more: page.nextCursor !== null,
    next_cursor: page.nextCursor
  })
}

/** How many conversations are under way. */
export const liveCount = (view: View, agentId: string | null): number =>
  [...visibleRecords(view, { direction: "asc", after: null, first: 0, isLive: true })].filter(
    (record) =>
      (record.status === "initiated" || record.status === "in-progress") &&
      (agentId === null || record.dial.agentId === agentId)
  ).length

interface Order {
  readonly direction: "asc" | "desc"
  /** The position before the first record. */
  readonly after: number | null
  /** The first position at all. */
  readonly first: number
  /** Without those that are over. */
  readonly isLive: boolean
}

/** The records that the list shows, one after the other as they are asked for. */
function* visibleRecords(view: View, { after, direction, first, isLive }: Order): Generator<CallRecord> {
  const { deleted, dials, switches } = view.world
  const step = direction === "asc" ? 1 : -1
  const start = after === null ? (step > 0 ? 0 : dials.length - 1) : after + step
  for (let position = step > 0 ? Math.max(start, first) : start; position >= first; position += step) {
    const dial = dials[position]
    if (dial === undefined) return
    if (deleted.has(dial.conversationId)) continue
    const elapsed = elapsedSeconds(dial, view)
    if (isLive && elapsed >= finalAt(dial, switches)) continue
    const record = callRecord(dial, elapsed, switches)
    if (record.elapsed >= switches.indexLagSeconds) yield record
  }
}

const row = (record: CallRecord, switches: Switches, withSummary: boolean): Schema.JsonObject => ({
  agent_id: record.dial.agentId,
  branch_id: null,
  version_id: null,
  agent_name: record.agent.name,
  conversation_id: record.dial.conversationId,
  start_time_unix_secs: startSeconds(record.dial),
  call_duration_secs: durationSeconds(record),
  message_count: record.turns.length,
  status: statusWord(record, switches),
  termination_reason: terminationReason(record),
  call_successful: callSuccessful(record),
  call_success_score: null,
  transcript_summary: withSummary && record.status === "done" ? summary(record) : null,
  call_summary_title: record.status === "done" ? title(record) : null,
  main_language: record.over ? "en" : null,
  conversation_initiation_source: initiationSource(record),
  tool_names: [...toolNames(record)],
  direction: "outbound",
  rating: null,
  tag_ids: [],
  ...(switches.unknownFields ? { emulator_future_field: true } : {})
})

const invalidCursor = (requestId: string): Reply =>
  errorObject(400, requestId, {
    type: "validation_error",
    code: "invalid_cursor",
    message: "The cursor is not valid.",
    param: "cursor"
  })
