import { DateTime, Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import { accountOf, type Call, phoneMayHaveRung } from "./Call.ts"
import type { DayTaken } from "./policy/DayTaken.ts"
import { hourOf } from "./policy/BudgetDays.ts"
import { kinOf } from "./policy/KinOf.ts"
import type { PolicyOrder } from "./policy/PolicyOrder.ts"
import { billedSeconds, costOf } from "./policy/Rates.ts"
import type { ReadHistory } from "./SqlHistoryRow.ts"
import { usedSeconds } from "./UsedSeconds.ts"

/** A large whole number, as drivers give it. */
type Whole = number | bigint | string

interface TakenRow {
  readonly micros: Whole | null
  readonly hour: Whole | null
}

/** What an account took of the day's money. */
export const readTaken = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, account: string, now: number) {
  const [row] = yield* sql<TakenRow>`SELECT sum(micros) AS micros, min(hour) AS hour FROM dial_amounts
    WHERE account = ${account} AND hour >= ${hourOf(now) - 24} AND micros > 0`
  const oldest = row?.hour ?? null
  const taken: DayTaken = { micros: Number(row?.micros ?? 0), oldestHour: oldest === null ? null : Number(oldest) }
  return taken
})

/** What a call that is dialled now takes of the limits, and why it was allowed, as columns of its row. */
export const takenBy = (call: Call, { facts }: PolicyOrder, { history, seq }: ReadHistory, evidence: string) => ({
  ...uncounted(call),
  account_seq: seq,
  stranger: history.isStranger ? 1 : 0,
  kin: kinOf(history, DateTime.toEpochMillis(call.createdAt)),
  stranger_abroad: history.isStranger && facts.region !== facts.callerRegion ? 1 : 0,
  reserved_seconds: billedSeconds(facts.maxDurationSeconds),
  reserved_micros: costOf(facts, facts.maxDurationSeconds),
  evidence
})

/** A call that was brought back, or waits, is counted for its number; it takes no turn among those that are dialled now. */
export const uncounted = (call: Call) => ({
  account: accountOf(call.identity),
  account_seq: null,
  may_have_rung: phoneMayHaveRung(call) ? 1 : 0,
  stranger: 0,
  kin: 0,
  stranger_abroad: 0,
  reserved_seconds: 0,
  reserved_micros: 0,
  evidence: null
})

/** Adds to what the calls of an hour took, or gives back what they did not use. */
const addAmounts = (sql: SqlClient.SqlClient, account: string, at: number, seconds: number, micros: number) =>
  seconds === 0 && micros === 0
    ? Effect.void
    : sql`INSERT INTO dial_amounts (account, hour, seconds, micros) VALUES (${account}, ${hourOf(at)}, ${seconds}, ${micros})
        ON CONFLICT (account, hour) DO UPDATE SET seconds = dial_amounts.seconds + excluded.seconds,
          micros = dial_amounts.micros + excluded.micros`

/** Reserves what a call may take of its day. */
export const reserve = (sql: SqlClient.SqlClient, call: Call, { facts }: PolicyOrder) =>
  addAmounts(
    sql,
    accountOf(call.identity),
    DateTime.toEpochMillis(call.createdAt),
    billedSeconds(facts.maxDurationSeconds),
    costOf(facts, facts.maxDurationSeconds)
  )

/** Stops all dialling until a person allows it again. */
export const trip = (sql: SqlClient.SqlClient, call: Call, reason: string) => {
  const at = DateTime.toEpochMillis(call.createdAt)
  return sql`INSERT INTO breakers (account, reason, tripped_at, reopened_at, reopened_by)
    VALUES (${accountOf(call.identity)}, ${reason}, ${at}, NULL, NULL)
    ON CONFLICT (account) DO UPDATE SET reason = excluded.reason, tripped_at = excluded.tripped_at,
      reopened_at = NULL, reopened_by = NULL`
}

interface ReservedRow {
  readonly account: string | null
  readonly reserved_seconds: Whole
  readonly reserved_micros: Whole
}

/** Gives back what a call did not use, once it is known how long it lasted, and takes it again when that was wrong. */
export const settle = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, before: Call, after: Call) {
  const [was, is] = [usedSeconds(before), usedSeconds(after)]
  if (was === is) return
  const [row] =
    yield* sql<ReservedRow>`SELECT account, reserved_seconds, reserved_micros FROM calls WHERE id = ${after.id}`
  if (row === undefined || row.account === null) return
  const reserved = { seconds: Number(row.reserved_seconds), micros: Number(row.reserved_micros) }
  const [given, taken] = [takenOf(reserved, was), takenOf(reserved, is)]
  const at = DateTime.toEpochMillis(after.createdAt)
  yield* addAmounts(sql, row.account, at, taken.seconds - given.seconds, taken.micros - given.micros)
})

/** What a call takes of the day: what was reserved, until it is known how many seconds it used. */
const takenOf = (reserved: { readonly seconds: number; readonly micros: number }, used: number | null) => {
  if (used === null) return reserved
  const seconds = billedSeconds(used)
  return { seconds, micros: reserved.seconds === 0 ? 0 : Math.round((reserved.micros * seconds) / reserved.seconds) }
}
