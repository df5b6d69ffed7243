import { DateTime, Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import { advance, type News } from "./AdvanceCall.ts"
import type { AuditNote } from "./AuditEntry.ts"
import { type Call, identityKey, isLive, type NumberedCall, numbered, phoneMayHaveRung } from "./Call.ts"
import { CallNotFound } from "./CallErrors.ts"
import type { StoredEvent } from "./CallEvent.ts"
import type { CallId } from "./CallIds.ts"
import type { LedgerNews } from "./LedgerNews.ts"
import type { Auditor } from "./SqlAuditor.ts"
import { makeApprovals } from "./SqlApprovals.ts"
import { decodeCall, encodeCall } from "./SqlLedgerDecode.ts"
import { settle } from "./SqlLedgerPolicy.ts"
import { erasedStatus, forgottenStatus } from "./SqlTombstones.ts"
import { makeLocks } from "./SqlLedgerLocks.ts"

type Verdict = News & { readonly type: "verdict" }

interface StoredRow {
  readonly live: number
  readonly status: string
  readonly call: string
}

/**
 * Applies news to a stored call in one transaction that is on the disk when it returns, but for one piece of news: that a
 * claimed call was dialled goes through the lazy client. Lost with the machine's power it leaves the claim, which blocks
 * the number and is looked up again; news of a call that is over would leave nothing that anybody looks up, and that of
 * a planned one ends an approval in the audit log, which is the other client's.
 */
export const makeRecord = (
  sql: SqlClient.SqlClient,
  lazy: SqlClient.SqlClient | null,
  { tell }: LedgerNews,
  auditor: Auditor
) => {
  const record = recordOn(sql, auditor, () => Effect.void)
  const recordLazily =
    lazy === null
      ? record
      : recordOn(lazy, auditor, (call) =>
          isLive(call) && call.status !== "planned" ? Effect.void : Effect.fail("not claimed")
        )
  return (id: CallId, news: News) =>
    (news.type === "answer" && news.answer.type === "dialled"
      ? recordLazily(id, news).pipe(Effect.catch(() => record(id, news)))
      : record(id, news)
    ).pipe(
      Effect.tap(({ before, next }) => tell(before, next)),
      Effect.map(({ next }) => next.call)
    )
}

/** News that changes nothing writes nothing: calls are looked at often. */
const recordOn = <E>(sql: SqlClient.SqlClient, auditor: Auditor, suits: (call: Call) => Effect.Effect<void, E>) => {
  const locks = makeLocks(sql)
  const approvals = makeApprovals(sql)

  /**
   * A call that late evidence brings back must not be lost because its number has a new live call. Then it is live
   * by its status, and only the column behind the unique index says otherwise.
   */
  const isNumberTaken = Effect.fnUntraced(function* (call: NumberedCall) {
    yield* locks.number(call)
    const rows = yield* sql`SELECT 1 FROM calls WHERE identity = ${identityKey(call.identity)}
      AND to_number = ${call.to} AND live = 1 AND id <> ${call.id}`
    return rows.length > 0
  })

  const record = Effect.fnUntraced(function* (id: CallId, news: News) {
    yield* locks.record(id)
    const row = (yield* sql<StoredRow>`SELECT live, status, call FROM calls WHERE id = ${id}`)[0]
    if (row === undefined) return yield* new CallNotFound({ id })
    if (row.status === erasedStatus) return yield* new CallNotFound({ id, missing: "erased" })
    const before = yield* decodeCall(row.call)
    yield* suits(before)
    const now = yield* DateTime.now
    const next = advance(before, news, now)
    const text = yield* encodeCall(next.call)
    if ((next.call === before || text === row.call) && next.events.length === 0) return { before, next }
    const live = isLive(next.call) && (row.live === 1 || !(yield* isNumberTaken(numbered(next.call))))
    const isDecided = news.type === "verdict" && next.events.length > 0
    const endsApproval = before.status === "planned" && next.call.status !== "planned"
    if (isDecided || endsApproval) yield* locks.decisions
    yield* sql`UPDATE calls SET ${sql.update({
      status: next.call.forgottenAt === null ? next.call.status : forgottenStatus(next.call.status),
      live: live ? 1 : 0,
      conversation_id: next.call.conversationId,
      may_have_rung: phoneMayHaveRung(next.call) ? 1 : 0,
      call: text
    })} WHERE id = ${id}`
    yield* settle(sql, before, next.call)
    if (endsApproval) {
      yield* approvals.forget(id)
      yield* auditor.note(approvalEnd(now, next.call))
    }
    if (isDecided) yield* auditor.note(resolution(now, before, news))
    yield* insertEvents(sql, id, next.events)
    return { before, next }
  })

  return (id: CallId, news: News) => sql.withTransaction(record(id, news))
}

const resolution = (at: DateTime.Utc, { id, status, to }: Call, { by, dialled }: Verdict): AuditNote => ({
  at,
  deed: "call-resolved",
  actor: by,
  number: to,
  callId: id,
  detail: { dialled, was: status }
})

/** A call that waited and was not approved. */
const approvalEnd = (at: DateTime.Utc, { approval, id, owner, status, to }: Call): AuditNote => ({
  at,
  deed: "approval-ended",
  actor: approval?.decidedBy ?? owner,
  number: to,
  callId: id,
  detail: { decision: approval?.decision ?? null, status }
})

/** Appends events to those that a call has: the last step of a transaction. */
export const insertEvents = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  id: CallId,
  events: ReadonlyArray<Omit<StoredEvent, "seq">>
) {
  if (events.length > 0) yield* makeLocks(sql).events
  for (const { at, cause, detail, message, status, type } of events) {
    yield* sql`INSERT INTO call_events (call_id, seq, at, type, cause, status, message, detail) VALUES (${id},
      (SELECT coalesce(max(seq), 0) + 1 FROM call_events WHERE call_id = ${id}),
      ${DateTime.toEpochMillis(at)}, ${type}, ${cause}, ${status}, ${storable(message)}, ${storable(detail)})`
  }
})

/** PostgreSQL's texts hold no NUL, and what a provider answers may: its record must not fail after the dial. */
const storable = (text: string | null): string | null => text?.replaceAll("\0", "\uFFFD") ?? null
