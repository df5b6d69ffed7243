import { DateTime, Effect, Layer, Schema } from "effect"
import * as Digest from "effect/crypto/Digest"
import * as SqlClient from "effect/sql/SqlClient"
import { isSqlError, type SqlError } from "effect/sql/SqlError"
import { advance, type News } from "./AdvanceCall.ts"
import { Call, identityKey, isLive, liveStatuses } from "./Call.ts"
import { CallNotFound, IdempotencyMismatch, LedgerError } from "./CallErrors.ts"
import type { StoredEvent } from "./CallEvent.ts"
import type { CallId } from "./CallIds.ts"
import { CallLedger, type CallQuery, type Claim, type IdempotencyKey, isRepeat, storedKey } from "./CallLedger.ts"

/** Built at a claim and not before: reading a ledger needs no cryptography. */
const digest = (text: string) =>
  Digest.Digest.use((digests) => digests.digestHex(Digest.sha256, new TextEncoder().encode(text))).pipe(
    Effect.provide(Digest.layerWebCrypto)
  )

const CallJson = Schema.fromJsonString(Call)
const decodeCall = Schema.decodeUnknownEffect(CallJson)
const encodeCall = Schema.encodeEffect(CallJson)

interface CallRow {
  readonly request_digest: string
  readonly call: string
}

interface StoredRow {
  readonly live: number
  readonly call: string
}

interface EventRow {
  readonly seq: number
  readonly at: number
  readonly type: StoredEvent["type"]
  readonly cause: StoredEvent["cause"]
  readonly status: StoredEvent["status"]
  readonly message: string | null
  readonly detail: string | null
}

/**
 * The ledger on a database, for SQLite now. Its schema is in `SqlLedgerSchema`. The transaction of a claim takes the
 * write lock at once, so two processes cannot both find a number free; the unique indexes say the same again.
 */
export const layer: Layer.Layer<CallLedger, never, SqlClient.SqlClient> = Layer.effect(
  CallLedger,
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const findRow = Effect.fnUntraced(function* (id: string) {
      const rows =
        yield* sql<CallRow>`SELECT request_digest, call FROM calls WHERE id = ${id} OR conversation_id = ${id}
        ORDER BY id DESC LIMIT 1`
      const row = rows[0]
      return row === undefined ? yield* new CallNotFound({ id }) : yield* decodeCall(row.call)
    })

    const claim = Effect.fnUntraced(function* (call: Call, requestDigest: string, key: IdempotencyKey) {
      for (const row of yield* repeatedRows(call, requestDigest, key)) {
        const earlier = yield* decodeCall(row.call)
        if (!isRepeat(earlier, key)) continue
        if (row.request_digest !== requestDigest) return yield* new IdempotencyMismatch({ callId: earlier.id })
        return { type: "replay", call: earlier } satisfies Claim as Claim
      }
      const identity = identityKey(call.identity)
      const blocking = (yield* sql<CallRow>`SELECT request_digest, call FROM calls
        WHERE ${sql.in("status", liveStatuses)} AND identity = ${identity} AND to_number = ${call.to}
        ORDER BY id DESC LIMIT 1`)[0]
      if (blocking !== undefined)
        return { type: "busy", call: yield* decodeCall(blocking.call) } satisfies Claim as Claim
      yield* sql`INSERT INTO calls ${sql.insert({
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
        call: yield* encodeCall(call)
      })}`
      yield* insertEvents(call.id, 0, [
        { at: call.createdAt, type: "status", cause: "claim", status: call.status, message: null, detail: null }
      ])
      return { type: "claimed", call } satisfies Claim as Claim
    })

    const repeatedRows = (call: Call, requestDigest: string, key: IdempotencyKey) => {
      switch (key.type) {
        case "given":
          return sql<CallRow>`SELECT request_digest, call FROM calls
            WHERE owner = ${call.owner} AND idempotency_key = ${storedKey(call, key)}`
        case "same-request":
          return sql<CallRow>`SELECT request_digest, call FROM calls
            WHERE owner = ${call.owner} AND request_digest = ${requestDigest} AND identity = ${identityKey(call.identity)}
              AND created_at > ${DateTime.toEpochMillis(call.createdAt) - key.withinMillis}
            ORDER BY id DESC`
        case "new":
          return Effect.succeed([])
      }
    }

    const insertEvents = (id: CallId, lastSeq: number, events: ReadonlyArray<Omit<StoredEvent, "seq">>) =>
      Effect.forEach(
        events,
        (event, index) =>
          sql`INSERT INTO call_events ${sql.insert({
            call_id: id,
            seq: lastSeq + index + 1,
            at: DateTime.toEpochMillis(event.at),
            type: event.type,
            cause: event.cause,
            status: event.status,
            message: event.message,
            detail: event.detail
          })}`,
        { discard: true }
      )

    /** News that changes nothing writes nothing: a followed call is looked at often. */
    const record = Effect.fnUntraced(function* (id: CallId, news: News) {
      const row = (yield* sql<StoredRow>`SELECT live, call FROM calls WHERE id = ${id}`)[0]
      if (row === undefined) return yield* new CallNotFound({ id })
      const next = advance(yield* decodeCall(row.call), news, yield* DateTime.now)
      const text = yield* encodeCall(next.call)
      if (text === row.call && next.events.length === 0) return next.call
      const live = isLive(next.call) && (row.live === 1 || !(yield* isNumberTaken(next.call)))
      yield* sql`UPDATE calls SET ${sql.update({
        status: next.call.status,
        live: live ? 1 : 0,
        conversation_id: next.call.conversationId,
        call: text
      })} WHERE id = ${id}`
      if (next.events.length === 0) return next.call
      const last = yield* sql<{ readonly seq: number }>`SELECT max(seq) AS seq FROM call_events WHERE call_id = ${id}`
      yield* insertEvents(id, last[0]?.seq ?? 0, next.events)
      return next.call
    })

    /**
     * A call that late evidence brings back must not be lost because its number has a new live call. Then it is live
     * by its status, and only the column behind the unique index says otherwise.
     */
    const isNumberTaken = (call: Call) =>
      sql`SELECT 1 FROM calls WHERE identity = ${identityKey(call.identity)} AND to_number = ${call.to}
        AND live = 1 AND id <> ${call.id}`.pipe(Effect.map((rows) => rows.length > 0))

    const list = Effect.fnUntraced(function* (query: CallQuery) {
      const limit = query.limit ?? 30
      const rows = yield* sql<CallRow>`SELECT request_digest, call FROM calls
        WHERE ${sql.and([sql`id < ${query.cursor ?? "~"}`, ...conditions(query)])} ORDER BY id DESC LIMIT ${limit + 1}`
      const calls = yield* Effect.forEach(rows.slice(0, limit), (row) => decodeCall(row.call))
      return { calls, nextCursor: rows.length > limit ? (calls.at(-1)?.id ?? null) : null }
    })

    const isOver = sql`NOT ${sql.in("status", liveStatuses)}`

    const conditions = (query: CallQuery) => [
      ...(query.status === undefined ? [] : [sql.in("status", query.status)]),
      ...(query.to === undefined ? [] : [sql`to_number = ${query.to}`]),
      ...(query.live === undefined ? [] : [query.live ? sql.in("status", liveStatuses) : isOver]),
      ...(query.createdAfter === undefined ? [] : [sql`created_at >= ${DateTime.toEpochMillis(query.createdAfter)}`]),
      ...(query.createdBefore === undefined ? [] : [sql`created_at < ${DateTime.toEpochMillis(query.createdBefore)}`])
    ]

    return CallLedger.of({
      claim: (call, canonicalRequest, key) =>
        digest(canonicalRequest).pipe(
          Effect.flatMap((requestDigest) => sql.withTransaction(claim(call, requestDigest, key))),
          failAs("claim", false)
        ),
      record: (id, news) => sql.withTransaction(record(id, news)).pipe(failAs("record", news.type === "answer")),
      find: (id) => findRow(id).pipe(failAs("find", false)),
      list: (query) => list(query).pipe(failAs("list", false)),
      events: (id, afterSeq) =>
        sql<EventRow>`SELECT seq, at, type, cause, status, message, detail FROM call_events
          WHERE call_id = ${id} AND seq > ${afterSeq} ORDER BY seq`.pipe(
          Effect.map((rows) => rows.map((row) => ({ ...row, at: DateTime.makeUnsafe(row.at) }))),
          failAs("events", false)
        )
    })
  })
)

/** Storage and decoding failures become a `LedgerError`; answers of the ledger pass. */
const failAs =
  (operation: string, phoneMayHaveRung: boolean) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, Exclude<E, StorageFailure> | LedgerError, R> =>
    Effect.mapError(effect, (error) =>
      isAnswer(error) ? error : new LedgerError({ operation, phoneMayHaveRung, cause: error })
    )

type StorageFailure = SqlError | Schema.SchemaError

const isAnswer = <E>(error: E): error is Exclude<E, StorageFailure> =>
  !isSqlError(error) && !Schema.isSchemaError(error)
