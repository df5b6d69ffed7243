import { DateTime, Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { AuditDeed, AuditNote } from "./AuditEntry.ts"
import { type Call, numbered, phoneMayHaveRung } from "./Call.ts"
import { CallNotFound } from "./CallErrors.ts"
import type { StoredEvent } from "./CallEvent.ts"
import { isOpen, takeTime, takeTooLate, takeYes } from "./DecideApproval.ts"
import type { Advanced } from "./MoveCall.ts"
import { evaluatePolicy } from "./policy/EvaluatePolicy.ts"
import { evidenceText } from "./policy/EvidenceOf.ts"
import { turnOf } from "./policy/PolicyRefusal.ts"
import { makeApprovals } from "./SqlApprovals.ts"
import type { Auditor } from "./SqlAuditor.ts"
import type { makeReadHistory } from "./SqlHistory.ts"
import { decodeCall, encodeCall } from "./SqlLedgerDecode.ts"
import { readClock } from "./SqlLedgerClock.ts"
import type { SqlLedgerLocks } from "./SqlLedgerLocks.ts"
import { reserve, takenBy, trip } from "./SqlLedgerPolicy.ts"
import { insertEvents } from "./SqlLedgerRecord.ts"
import { erasedStatus, type Tombstones } from "./SqlTombstones.ts"
import type { ApprovalOrder, ApprovalOutcome } from "./WaitingRequest.ts"

interface Parts {
  readonly sql: SqlClient.SqlClient
  readonly auditor: Auditor
  readonly tombstones: Tombstones
  readonly locks: SqlLedgerLocks
  readonly readHistory: ReturnType<typeof makeReadHistory>
  readonly sha256: (text: string) => Effect.Effect<string>
}

interface PlannedRow {
  readonly status: string
  readonly request_digest: string
  readonly call: string
}

/**
 * A person's yes, within one transaction. It holds the record of the call before it looks, as every other news of it
 * does, so that of two who say yes, and of a yes and a hang-up, the second finds what the first made of it.
 */
export const makeApprove = ({ auditor, locks, readHistory, sha256, sql, tombstones }: Parts) => {
  const approvals = makeApprovals(sql)

  const write = Effect.fnUntraced(function* (next: Advanced, taken: ReturnType<typeof takenBy> | null) {
    const { call } = next
    yield* sql`UPDATE calls SET ${sql.update({
      status: call.status,
      live: call.status === "dialing" ? 1 : 0,
      created_at: DateTime.toEpochMillis(call.createdAt),
      may_have_rung: phoneMayHaveRung(call) ? 1 : 0,
      call: yield* encodeCall(call),
      ...taken
    })} WHERE id = ${call.id}`
    yield* approvals.forget(call.id)
  })

  const tell = (call: Call, events: ReadonlyArray<Omit<StoredEvent, "seq">>) => insertEvents(sql, call.id, events)

  return Effect.fnUntraced(function* (asked: ApprovalOrder) {
    yield* locks.record(asked.id)
    const [row] = yield* sql<PlannedRow>`SELECT status, request_digest, call FROM calls WHERE id = ${asked.id}`
    if (row === undefined) return yield* new CallNotFound({ id: asked.id })
    if (row.status === erasedStatus) return yield* new CallNotFound({ id: asked.id, missing: "erased" })
    const before = yield* decodeCall(row.call)
    if (!isOpen(before, asked.at)) {
      const late = takeTime(before, asked.at)
      if (late.events.length === 0) return { type: "closed", call: before } satisfies ApprovalOutcome as ApprovalOutcome
      yield* write(late, null)
      yield* auditor.note(noteOf(late.call, asked, "approval-ended", { decision: "expired", status: late.call.status }))
      yield* tell(late.call, late.events)
      return { type: "closed", call: late.call } satisfies ApprovalOutcome as ApprovalOutcome
    }
    if ((yield* sha256(asked.canonicalRequest)) !== row.request_digest) {
      return { type: "altered", call: before } satisfies ApprovalOutcome as ApprovalOutcome
    }
    yield* locks.number(numbered(before))
    yield* locks.decisions
    const yes = takeYes(before, asked)
    const order = { ...asked.order, facts: { ...asked.order.facts, isApproved: true } }
    const approved = numbered(yes.call)
    const subject = yield* auditor.subjectOf(approved.to)
    const read = yield* readHistory(approved, order, yield* tombstones.numbers(approved.to, subject))
    const clock = yield* readClock(sql)
    const evaluation = evaluatePolicy(
      order.facts,
      { ...read.history, clock },
      order.profile,
      DateTime.toEpochMillis(asked.at)
    )
    if (evaluation.decision !== "allow") {
      if (turnOf(evaluation) !== null)
        return { type: "in-turn", evaluation } satisfies ApprovalOutcome as ApprovalOutcome
      const no = takeTooLate(before, evaluation, asked)
      yield* write(no, null)
      const rules = evaluation.refusing.map(({ rule }) => rule)
      const refused = noteOf(no.call, asked, "approval-ended", {
        decision: "refused",
        profile: order.profile.name,
        rules
      })
      const { trips } = evaluation
      const tripped = trips === null ? [] : [noteOf(no.call, asked, "breaker-tripped", { reason: trips })]
      yield* auditor.noteAfter(read.auditEnd, [refused, ...tripped], subject)
      if (trips !== null) yield* trip(sql, yes.call, trips)
      yield* tell(no.call, no.events)
      return { type: "refused", call: no.call, evaluation } satisfies ApprovalOutcome as ApprovalOutcome
    }
    const text = yield* evidenceText(order, evaluation, sha256)
    yield* write(yes, takenBy(yes.call, order, read, text))
    yield* reserve(sql, yes.call, order)
    const evidence = yield* sha256(text)
    const { name } = order.profile
    const requestHash = yield* tombstones.requestHash(row.request_digest)
    const note = noteOf(yes.call, asked, "call-approved", { profile: name, requestHash, evidence })
    yield* auditor.noteAfter(read.auditEnd, [note], subject)
    yield* tell(yes.call, yes.events)
    return { type: "claimed", call: approved, ledgerAt: clock?.at ?? null } satisfies ApprovalOutcome as ApprovalOutcome
  })
}

const noteOf = (call: Call, { at, by, via }: ApprovalOrder, deed: AuditDeed, detail: object): AuditNote => ({
  at,
  deed,
  actor: by,
  number: call.to,
  callId: call.id,
  detail: { via, ...detail }
})
