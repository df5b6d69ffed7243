import { DateTime, Effect, Layer } from "effect"
import * as Digest from "effect/crypto/Digest"
import * as SqlClient from "effect/sql/SqlClient"
import { type Call, isLive } from "./Call.ts"
import { LedgerError } from "./CallErrors.ts"
import { ErasureIncomplete, PersonBusy } from "./PersonErrors.ts"
import { type ErasureOrder, type KeptCall, Persons } from "./Persons.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import { numberForms } from "./NumberForms.ts"
import { makeAuditor } from "./SqlAuditor.ts"
import { makeEraser } from "./SqlErasure.ts"
import { type EventRow, eventOf } from "./SqlLedgerFeed.ts"
import { makeLocks } from "./SqlLedgerLocks.ts"
import { decodeCall } from "./SqlLedgerDecode.ts"
import { makePersonMessages } from "./SqlPersonMessages.ts"
import { overwriteDeleted, scrub } from "./SqlScrub.ts"
import { erasedStatus, type HashableRow, makeTombstones } from "./SqlTombstones.ts"

interface PersonRow extends HashableRow {
  readonly call: string
  readonly evidence: string | null
}

/** What the ledger's database keeps of persons. */
export const layer: Layer.Layer<Persons, never, SqlClient.SqlClient | Digest.Digest> = Layer.effect(
  Persons,
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const auditor = makeAuditor(sql, yield* Digest.Digest)
    const locks = makeLocks(sql)
    const messages = makePersonMessages(sql)
    const tombstones = makeTombstones(auditor)
    const eraser = makeEraser(sql, tombstones)

    /** Also those that were forgotten: they are known by the hash of their number. */
    const rowsOf = Effect.fnUntraced(function* (number: PhoneNumber) {
      const forms = numberForms(number)
      const hashes = yield* Effect.forEach(forms, tombstones.number)
      return yield* sql<PersonRow>`SELECT id, owner, to_number, idempotency_key, request_digest, call, evidence
        FROM calls WHERE ${sql.in("to_number", [...forms, ...hashes])} AND status <> ${erasedStatus} ORDER BY id`
    })

    const keptCall = Effect.fnUntraced(function* (row: PersonRow) {
      const events = yield* sql<EventRow>`SELECT seq, at, type, cause, status, message, detail FROM call_events
        WHERE call_id = ${row.id} ORDER BY seq`
      const [approval] = yield* sql<{ readonly waiting: string }>`SELECT waiting FROM approvals
        WHERE call_id = ${row.id}`
      const taken = yield* sql<Pick<PersonRow, "idempotency_key">>`SELECT idempotency_key FROM idempotency_keys
        WHERE call_id = ${row.id}`
      return {
        call: yield* decodeCall(row.call),
        idempotencyKeys: [row, ...taken].flatMap(({ idempotency_key: key }) =>
          key.startsWith(givenKeys) ? [key.slice(givenKeys.length)] : []
        ),
        events: events.map(eventOf),
        evidence: row.evidence,
        waiting: approval?.waiting ?? null
      } satisfies KeptCall
    })

    const read = Effect.fnUntraced(function* (number: PhoneNumber) {
      const calls = yield* Effect.forEach(yield* rowsOf(number), keptCall)
      const ids = calls.map(({ call }) => call.id)
      const conversations = calls.flatMap(({ call }) => call.conversationId ?? [])
      return {
        calls,
        webhooks: yield* messages.received(number, conversations),
        messages: yield* messages.told(number, ids)
      }
    })

    const erase = Effect.fnUntraced(function* (order: ErasureOrder) {
      for (const { id } of yield* rowsOf(order.number)) yield* locks.record(id)
      const rows = yield* rowsOf(order.number)
      const calls = yield* Effect.forEach(rows, (row) => decodeCall(row.call))
      const live = calls.find(isLive)
      if (live !== undefined) return yield* new PersonBusy({ callId: live.id, status: live.status })
      const changed = calls.find((call) => !order.calls.some((known) => isSame(known, call)))
      if (changed !== undefined) {
        return yield* new ErasureIncomplete({
          problems: [`There is news of ${changed.id} since the provider was asked.`]
        })
      }
      yield* locks.decisions
      for (const row of rows) yield* eraser.call(row)
      const conversations = calls.flatMap(({ conversationId }) => conversationId ?? [])
      const erased = {
        calls: rows.length,
        webhooks: yield* messages.eraseReceived(order.number, conversations),
        messages: yield* messages.eraseTold(
          order.number,
          rows.map(({ id }) => id)
        ),
        suppressed: yield* eraser.suppression(order.number)
      }
      yield* auditor.note({
        at: yield* DateTime.now,
        deed: "person-erased",
        actor: order.by,
        number: order.number,
        callId: null,
        detail: { reason: order.reason, ...erased, ...order.elsewhere }
      })
      return erased
    })

    const exported = Effect.fnUntraced(function* (number: PhoneNumber, by: string) {
      const at = yield* DateTime.now
      yield* auditor.note({ at, deed: "person-exported", actor: by, number, callId: null, detail: {} })
    })

    return Persons.of({
      read: (number) => read(number).pipe(failAs("read a person's records")),
      exported: (number, by) => sql.withTransaction(exported(number, by)).pipe(failAs("write down an export")),
      erase: (order) =>
        overwriteDeleted(sql).pipe(
          Effect.andThen(sql.withTransaction(erase(order))),
          failAs("erase a person's records")
        ),
      scrub: scrub(sql).pipe(failAs("scrub the ledger's files"))
    })
  })
)

const givenKeys = "given:"

const isSame = (known: ErasureOrder["calls"][number], call: Call): boolean =>
  known.id === call.id && known.conversationId === call.conversationId

const failAs =
  (operation: string) =>
  <A, E, R>(
    effect: Effect.Effect<A, E, R>
  ): Effect.Effect<A, Extract<E, PersonBusy | ErasureIncomplete> | LedgerError, R> =>
    Effect.mapError(effect, (error) =>
      isAnswer(error) ? error : new LedgerError({ operation, phoneMayHaveRung: false, cause: error })
    )

const isAnswer = <E>(error: E): error is Extract<E, PersonBusy | ErasureIncomplete> =>
  error instanceof PersonBusy || error instanceof ErasureIncomplete
