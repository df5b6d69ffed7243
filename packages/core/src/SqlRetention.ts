import { DateTime, Effect, Layer } from "effect"
import * as Digest from "effect/crypto/Digest"
import * as SqlClient from "effect/sql/SqlClient"
import { CallStatus, liveStatuses } from "./Call.ts"
import { type CallId, idsBefore } from "./CallIds.ts"
import { isOverSince, keptFor, noneKept } from "./KeptFor.ts"
import { Retention, type RetentionOrder, type RetentionStep } from "./Retention.ts"
import { makeAuditor } from "./SqlAuditor.ts"
import { failAs } from "./SqlFailure.ts"
import { makeForget } from "./SqlForget.ts"
import { decodeCall } from "./SqlLedgerDecode.ts"
import { makeLocks } from "./SqlLedgerLocks.ts"
import { overwriteDeleted } from "./SqlScrub.ts"
import { type HashableRow, makeTombstones } from "./SqlTombstones.ts"
import { makeUntold } from "./SqlUntold.ts"

interface KeptRow extends HashableRow {
  readonly call: string
}

/** The retention of calls in the ledger's database. */
export const layer: Layer.Layer<Retention, never, SqlClient.SqlClient | Digest.Digest> = Layer.effect(
  Retention,
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const auditor = makeAuditor(sql, yield* Digest.Digest)
    const locks = makeLocks(sql)
    const forget = makeForget(sql, makeTombstones(auditor))
    const untoldOf = makeUntold(sql)

    /** Each status has an index in the order of ids, in which no forgotten call stands any more. */
    const idsAfter = (before: DateTime.Utc, after: CallId | null) => {
      const part = (status: CallStatus) => sql`SELECT * FROM (SELECT id FROM calls
        WHERE status = ${status} AND id > ${after ?? ""} AND id < ${idsBefore(DateTime.toEpochMillis(before))}
        ORDER BY id LIMIT ${atOnce}) AS batch`
      const [first, ...others] = finalStatuses.map(part)
      const all = others.reduce((left, right) => sql`${left} UNION ALL ${right}`, first ?? sql``)
      return Effect.map(sql<Pick<KeptRow, "id">>`${all} ORDER BY id LIMIT ${atOnce}`, (rows) =>
        rows.map(({ id }) => id)
      )
    }

    const rowsOf = (ids: ReadonlyArray<CallId>) =>
      sql<KeptRow>`SELECT id, owner, to_number, idempotency_key, request_digest, call FROM calls
        WHERE ${sql.in("id", ids)} ORDER BY id`

    const look = Effect.fnUntraced(function* (ids: ReadonlyArray<CallId>, { before, unheardBefore }: RetentionOrder) {
      const [read, unreadable] = yield* Effect.partition(yield* rowsOf(ids), (row) =>
        decodeCall(row.call).pipe(
          Effect.map((call) => ({ row, call })),
          Effect.mapError(() => row.id)
        )
      )
      for (const id of unreadable) yield* Effect.logWarning(`The call ${id} cannot be read, and is not forgotten.`)
      const old = read.filter(({ call }) => call.forgottenAt === null && isOverSince(call, before))
      const free = old.filter(({ call }) => keptFor(call, unheardBefore) === null)
      const untold =
        free.length === 0
          ? new Set<CallId>()
          : yield* untoldOf(
              free.map(({ row }) => row.id),
              before
            )
      const keptAs = (reason: string) => old.filter(({ call }) => keptFor(call, unheardBefore) === reason).length
      return {
        some: free.filter(({ row }) => !untold.has(row.id)),
        kept: { attention: keptAs("attention"), unheard: keptAs("unheard"), untold: untold.size }
      }
    })

    /** The records are held before they are read: news that comes meanwhile waits, and finds the call forgotten. */
    const forgetThem = Effect.fnUntraced(function* (ids: ReadonlyArray<CallId>, order: RetentionOrder) {
      const { at, before, by } = order
      for (const id of ids) yield* locks.record(id)
      const { kept, some } = yield* look(ids, order)
      if (some.length === 0) return { kept, forgotten: 0 }
      yield* forget(some, at)
      const detail = { before: DateTime.formatIso(before), calls: some.length }
      yield* auditor.note({ at, deed: "calls-forgotten", actor: by, number: null, callId: null, detail })
      return { kept, forgotten: some.length }
    })

    const forgetSome = Effect.fnUntraced(function* (order: RetentionOrder, after: CallId | null) {
      const ids = yield* idsAfter(order.before, after)
      if (ids.length === 0) return { forgotten: 0, kept: noneKept, next: null } satisfies RetentionStep as RetentionStep
      const next = ids.length < atOnce ? null : (ids.at(-1) ?? null)
      if (order.dryRun) {
        const { kept, some } = yield* look(ids, order)
        return { forgotten: some.length, kept, next } satisfies RetentionStep as RetentionStep
      }
      yield* overwriteDeleted(sql)
      return { ...(yield* sql.withTransaction(forgetThem(ids, order))), next } satisfies RetentionStep as RetentionStep
    })

    return Retention.of({
      forgetSome: (order, after) => forgetSome(order, after).pipe(failAs("forget old calls"))
    })
  })
)

const finalStatuses = CallStatus.literals.filter((status) => !liveStatuses.includes(status))

/** How many calls a transaction looks at: few, since others wait for it. */
const atOnce = 50
