import { Context, DateTime, Effect, Layer, Option, Schema } from "effect"
import * as Digest from "effect/crypto/Digest"
import * as SqlClient from "effect/sql/SqlClient"
import { type Call, identityKey, liveStatuses, type NumberedCall } from "./Call.ts"
import { IdempotencyMismatch } from "./CallErrors.ts"
import {
  CallLedger,
  type Claim,
  type IdempotencyKey,
  isLostRepeat,
  isRepeat,
  lostKeyMillis,
  restoredKeys,
  sameRequestSpan,
  storedKey
} from "./CallLedger.ts"
import type { AuditNote } from "./AuditEntry.ts"
import { makeLedgerNews } from "./LedgerNews.ts"
import { numberForms } from "./NumberForms.ts"
import { waitingCall, whyPlanned } from "./DecideApproval.ts"
import { makeApprovals } from "./SqlApprovals.ts"
import { makeApprove } from "./SqlApprove.ts"
import { makeAuditor } from "./SqlAuditor.ts"
import { PhoneNumber } from "./PhoneNumber.ts"
import { evaluatePolicy, type PolicyEvaluation } from "./policy/EvaluatePolicy.ts"
import { evidenceText } from "./policy/EvidenceOf.ts"
import type { PolicyOrder } from "./policy/PolicyOrder.ts"
import { turnOf } from "./policy/PolicyRefusal.ts"
import { CurrentPrincipal } from "./Principal.ts"
import { showOwnCalls } from "./ShowOwnCalls.ts"
import { makeReadHistory } from "./SqlHistory.ts"
import { decodeCall, encodeCall } from "./SqlLedgerDecode.ts"
import { failAs } from "./SqlLedgerFailure.ts"
import { probe, readFeed } from "./SqlLedgerFeed.ts"
import { makeInsert } from "./SqlInsert.ts"
import { makeLastLook } from "./SqlLastLook.ts"
import { type LedgerClock, readClock } from "./SqlLedgerClock.ts"
import { keepToLimits } from "./SqlLedgerLimits.ts"
import { makeLocks } from "./SqlLedgerLocks.ts"
import { readTaken, reserve, takenBy, trip, uncounted } from "./SqlLedgerPolicy.ts"
import { type CallRow, isErased, makeLedgerReads, rowColumns } from "./SqlLedgerReads.ts"
import { insertEvents, makeRecord } from "./SqlLedgerRecord.ts"
import { readLiveCalls } from "./SqlLiveCalls.ts"
import { type ErasedNames, makeTombstones } from "./SqlTombstones.ts"
import { waitingRequest } from "./WaitingRequest.ts"

/**
 * A client whose commits keep their order and survive the process, while the machine's power may take the newest ones
 * with it. It records that a claimed call was dialled, which recovery finds out again by the claim; without it, or when
 * it fails, the ledger's own client does.
 */
export class LazySqlClient extends Context.Service<LazySqlClient, SqlClient.SqlClient>()(
  "@outbound-call/core/SqlLedger/LazySqlClient"
) {}

/**
 * The ledger on a database: SQLite, or PostgreSQL at the isolation level "read committed". Its schema is in
 * `SqlLedgerSchema`. The transaction of a claim holds its key and its number before it looks (`SqlLedgerLocks`), so two
 * processes cannot both find a number free; the unique indexes say the same again.
 */
export const layer: Layer.Layer<CallLedger, never, SqlClient.SqlClient | Digest.Digest> = Layer.effect(
  CallLedger,
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const digests = yield* Digest.Digest
    const locks = makeLocks(sql)
    const ledgerNews = yield* makeLedgerNews
    const auditor = makeAuditor(sql, digests)
    const record = makeRecord(sql, Option.getOrNull(yield* Effect.serviceOption(LazySqlClient)), ledgerNews, auditor)
    const tombstones = makeTombstones(auditor)
    const approvals = makeApprovals(sql)
    const lastLook = makeLastLook(sql, tombstones)
    const columns = sql.literal(rowColumns)
    const sha256 = (text: string) => digests.digestHex(Digest.sha256, new TextEncoder().encode(text))

    const insertCall = makeInsert(sql, "calls", callColumns)
    const readHistory = makeReadHistory(sql)
    const approve = makeApprove({ sql, auditor, tombstones, locks, readHistory, sha256 })

    const judge = Effect.fnUntraced(function* (
      call: NumberedCall,
      order: PolicyOrder,
      erased: ErasedNames,
      clock: LedgerClock | null
    ) {
      const read = yield* readHistory(call, order, erased)
      const history = { ...read.history, clock }
      return { order, read, evaluation: evaluatePolicy(order.facts, history, order.profile, millisOf(call)) }
    })

    const claim = Effect.fnUntraced(function* (
      asked: NumberedCall,
      requestDigest: string,
      key: IdempotencyKey,
      order: PolicyOrder | null
    ) {
      let call = asked
      yield* locks.claim(call, requestDigest, key)
      for (const row of yield* rowsOfKey(call, key)) {
        if (isErased(row)) return yield* new IdempotencyMismatch({ callId: row.id, erased: true })
        const earlier = yield* decodeCall(row.call)
        const asNamed = [requestDigest, yield* tombstones.request(requestDigest)]
        if (!asNamed.includes(row.request_digest)) return yield* new IdempotencyMismatch({ callId: earlier.id })
        return { type: "replay", call: earlier } satisfies Claim as Claim
      }
      for (const row of yield* sameRequests(call, requestDigest, key)) {
        if (isErased(row)) {
          if (row.may_have_rung === 0) continue
          return yield* new IdempotencyMismatch({ callId: row.id, erased: true })
        }
        const earlier = yield* decodeCall(row.call)
        if (!isRepeat(earlier, sameRequest)) continue
        if (key.type === "given") yield* keepKey(call, key, earlier)
        return { type: "replay", call: earlier } satisfies Claim as Claim
      }
      const subject = yield* auditor.subjectOf(call.to)
      const erased = yield* tombstones.numbers(call.to, subject)
      for (const row of yield* restoredCalls(call, key, erased.number)) {
        if (isErased(row)) {
          if (isOfTheDay(row, call)) return yield* new IdempotencyMismatch({ callId: row.id, erased: true })
          continue
        }
        const restored = yield* decodeCall(row.call)
        if (isLostRepeat(restored, call)) return { type: "replay", call: restored } satisfies Claim as Claim
      }
      const principal = yield* CurrentPrincipal
      const apiKey = principal?.key ?? null
      if (apiKey !== null) yield* keepToLimits(sql, locks, apiKey, call)
      const identity = identityKey(call.identity)
      const blocking = (yield* sql<CallRow>`SELECT ${columns} FROM calls
        WHERE ${sql.in("status", liveStatuses)} AND identity = ${identity} AND ${sql.in("to_number", numberForms(call.to))}
        ORDER BY id DESC LIMIT 1`)[0]
      if (blocking !== undefined)
        return { type: "busy", call: yield* decodeCall(blocking.call) } satisfies Claim as Claim
      yield* locks.decisions
      const clock = yield* readClock(sql)
      const judged = order === null ? null : yield* judge(call, order, erased, clock)
      const wish = judged?.evaluation.decision === "needs-approval" ? judged.order.waits : undefined
      if (judged !== null && judged.evaluation.decision !== "allow" && wish === undefined) {
        const { evaluation, read } = judged
        const turn = turnOf(evaluation)
        if (turn !== null && turn <= (judged.order.patientUntil ?? 0)) {
          return { type: "refused", evaluation } satisfies Claim as Claim
        }
        yield* auditor.noteAfter(read.auditEnd, refusalNotes(call, judged), subject)
        if (evaluation.trips !== null) yield* trip(sql, call, evaluation.trips)
        return { type: "refused", evaluation } satisfies Claim as Claim
      }
      if (judged !== null && wish !== undefined) call = waitingCall(call, judged.evaluation, wish.withinMillis)
      const evidence =
        judged === null || wish !== undefined ? null : yield* evidenceText(judged.order, judged.evaluation, sha256)
      yield* insertCall({
        id: call.id,
        owner: call.owner,
        idempotency_key: storedKey(call, key),
        request_digest: requestDigest,
        identity,
        to_number: call.to,
        status: call.status,
        live: 1,
        conversation_id: null,
        created_at: DateTime.toEpochMillis(call.createdAt),
        key_line: apiKey?.line ?? null,
        call: yield* encodeCall(call),
        ...(judged === null || evidence === null ? uncounted(call) : takenBy(call, judged.order, judged.read, evidence))
      })
      if (judged !== null) {
        const { order: by, read } = judged
        const profile = by.profile.name
        if (evidence !== null) yield* reserve(sql, call, by)
        if (wish !== undefined) yield* approvals.keep(call.id, waitingRequest(by, wish))
        const requestHash = evidence === null ? yield* tombstones.requestHash(requestDigest) : null
        const note =
          evidence === null
            ? { deed: "call-planned" as const, detail: { profile, rules: reasonsOf(call), requestHash } }
            : { deed: "call-claimed" as const, detail: { profile, evidence: yield* sha256(evidence) } }
        yield* auditor.noteAfter(read.auditEnd, [{ ...ofCall(call), ...note }], subject)
      }
      yield* insertEvents(sql, call.id, [
        {
          at: call.createdAt,
          type: "status",
          cause: "claim",
          status: call.status,
          message: whyPlanned(call),
          detail: null
        }
      ])
      return (wish === undefined
        ? { type: "claimed", call, ledgerAt: clock?.at ?? null }
        : { type: "planned", call }) satisfies Claim as Claim
    })

    /** PostgreSQL compares texts as the database's language does, SQLite by their bytes; where it may search by `LIKE`, it plans each time. */
    const isRestored = sql.onDialectOrElse({
      pg: () => sql`idempotency_key LIKE ${`${restoredKeys}%`}`,
      orElse: () => sql`idempotency_key >= ${restoredKeys} AND idempotency_key < ${afterRestoredKeys}`
    })

    const restoredCalls = (call: Call, key: IdempotencyKey, erasedNumber: string) =>
      key.type !== "given"
        ? Effect.succeed([])
        : sql<CallRow>`SELECT ${columns} FROM calls
            WHERE identity = ${identityKey(call.identity)} AND to_number IN (${call.to}, ${erasedNumber})
              AND owner = ${call.owner} AND ${isRestored}`

    /** The call of a key: its own, or one that was taken for it. */
    const rowsOfKey = Effect.fnUntraced(function* (call: Call, key: IdempotencyKey) {
      if (key.type !== "given") return []
      const stored = storedKey(call, key)
      const isKey = sql`owner = ${call.owner} AND idempotency_key IN (${stored}, ${yield* tombstones.key(call.owner, stored)})`
      return yield* sql<CallRow>`SELECT ${columns} FROM calls WHERE ${isKey}
        UNION ALL SELECT ${columns} FROM calls WHERE id IN (SELECT call_id FROM idempotency_keys WHERE ${isKey})`
    })

    const sameRequests = Effect.fnUntraced(function* (call: Call, requestDigest: string, key: IdempotencyKey) {
      const span = sameRequestSpan(key)
      if (span === null) return []
      return yield* sql<CallRow>`SELECT ${columns} FROM calls
        WHERE owner = ${call.owner} AND request_digest IN (${requestDigest}, ${yield* tombstones.request(requestDigest)})
          AND identity = ${identityKey(call.identity)} AND created_at > ${DateTime.toEpochMillis(call.createdAt) - span}
        ORDER BY id DESC`
    })

    /** A key that found the call of the same request has it for ever, also when the span is over. */
    const keepKey = (call: Call, key: IdempotencyKey, earlier: Call) =>
      sql`INSERT INTO idempotency_keys ${sql.insert({
        owner: call.owner,
        idempotency_key: storedKey(call, key),
        call_id: earlier.id
      })}`

    /** A number as it stands in the rows of calls that are kept, and of those that were forgotten. */
    const numbersOf = Effect.fnUntraced(function* (to: string) {
      return isPhoneNumber(to) ? [to, yield* tombstones.number(to)] : [to]
    })

    return showOwnCalls({
      ...makeLedgerReads(sql, numbersOf),
      claim: (call, canonicalRequest, key, order) =>
        sha256(canonicalRequest).pipe(
          Effect.flatMap((requestDigest) => sql.withTransaction(claim(call, requestDigest, key, order))),
          Effect.tap(({ type }) => (type === "claimed" || type === "planned" ? ledgerNews.ring : Effect.void)),
          failAs("claim", false)
        ),
      waiting: (id) => approvals.read(id).pipe(failAs("read what waits", false)),
      approve: (order) =>
        sql.withTransaction(approve(order)).pipe(
          Effect.tap(({ type }) => (type === "claimed" || type === "refused" ? ledgerNews.ring : Effect.void)),
          failAs("approve", false)
        ),
      judge: (call, order) =>
        auditor.subjectOf(call.to).pipe(
          Effect.flatMap((subject) => tombstones.numbers(call.to, subject)),
          Effect.zip(readClock(sql)),
          Effect.flatMap(([erased, clock]) => judge(call, order, erased, clock)),
          Effect.map(({ evaluation }) => evaluation),
          failAs("judge", false)
        ),
      takenInDay: (account, now) => readTaken(sql, account, now).pipe(failAs("read what the day took", false)),
      record: (id, news) => record(id, news).pipe(failAs("record", news.type === "answer")),
      lastLook: (call) => lastLook(call).pipe(failAs("look before the dial", false)),
      liveCalls: (after, limit) => readLiveCalls(sql, after, limit).pipe(failAs("list live calls", false)),
      feed: (after, limit) => readFeed(sql, after, limit).pipe(failAs("feed", false)),
      feedStart: sql<{
        readonly position: number | bigint | string
      }>`SELECT position FROM feed_start WHERE id = 1`.pipe(
        Effect.map(([row]) => Number(row?.position ?? 0)),
        failAs("feed", false)
      ),
      appended: ledgerNews.appended,
      ready: probe(sql).pipe(failAs("probe", false))
    })
  })
)

/** The first text after all that begin with it. */
const afterRestoredKeys = `${restoredKeys.slice(0, -1)};`

const callColumns = [
  "id",
  "owner",
  "idempotency_key",
  "request_digest",
  "identity",
  "to_number",
  "status",
  "live",
  "conversation_id",
  "created_at",
  "key_line",
  "call",
  "account",
  "account_seq",
  "may_have_rung",
  "stranger",
  "kin",
  "stranger_abroad",
  "reserved_seconds",
  "reserved_micros",
  "evidence"
] as const

const ofCall = (call: Call) => ({ at: call.createdAt, actor: call.owner, number: call.to, callId: call.id })

/** What is written down of a call that is refused, and of the breaker that it trips. */
const refusalNotes = (
  call: Call,
  { evaluation, order }: { readonly evaluation: PolicyEvaluation; readonly order: PolicyOrder }
): ReadonlyArray<AuditNote> => {
  const of = { ...ofCall(call), callId: null }
  const rules = evaluation.refusing.map(({ rule }) => rule)
  return [
    { ...of, deed: "call-refused", detail: { profile: order.profile.name, rules } },
    ...(evaluation.trips === null
      ? []
      : [{ ...of, deed: "breaker-tripped" as const, detail: { reason: evaluation.trips } }])
  ]
}

const reasonsOf = ({ approval }: Call): ReadonlyArray<string> => approval?.reasons.map(({ rule }) => rule) ?? []

const isPhoneNumber = Schema.is(PhoneNumber)

/** Which wish a restored call was for is erased with it: none to the number is placed under a lost key that day. */
const isOfTheDay = (row: CallRow, call: Call): boolean =>
  row.may_have_rung !== 0 && millisOf(call) - Number(row.created_at) < lostKeyMillis

const millisOf = ({ createdAt }: Call): number => DateTime.toEpochMillis(createdAt)

const sameRequest: IdempotencyKey = { type: "same-request", withinMillis: 0 }
