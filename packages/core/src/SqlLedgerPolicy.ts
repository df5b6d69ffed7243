import { DateTime, Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import { accountOf, type Call, phoneMayHaveRung } from "./Call.ts"
import { budgetDaysOf, isBudgetSpent } from "./policy/BudgetDays.ts"
import { numberForms } from "./NumberForms.ts"
import type { DayTaken } from "./policy/DayTaken.ts"
import type { DialHistory } from "./policy/DialFacts.ts"
import type { PolicyEvaluation } from "./policy/EvaluatePolicy.ts"
import { evidenceOf } from "./policy/EvidenceOf.ts"
import { kinOf } from "./policy/KinOf.ts"
import type { PolicyOrder } from "./policy/PolicyOrder.ts"
import { builtInProfiles } from "./policy/PolicyProfile.ts"
import { billedSeconds, costOf } from "./policy/Rates.ts"
import { usedSeconds } from "./UsedSeconds.ts"

/** A large whole number, as drivers give it. */
type Whole = number | bigint | string

interface HistoryRow {
  readonly suppression_source: string | null
  readonly suppressed_at: Whole | null
  readonly ever: Whole
  readonly live: Whole
  readonly last_seq: Whole | null
  readonly last_at: Whole | null
  readonly full_minute: Whole | null
  readonly full_hour: Whole | null
  readonly full_day: Whole | null
  readonly seconds: Whole | null
  readonly micros: Whole | null
  readonly neighbours: Whole
  readonly new_neighbours: Whole
  readonly kin: Whole | null
  readonly strangers: Whole
  readonly stranger_micros: Whole | null
  readonly strangers_in_day: Whole
  readonly stranger_micros_in_day: Whole | null
  readonly strangers_full: Whole | null
  readonly strangers_full_day: Whole | null
  readonly breaker_reason: string | null
  readonly breaker_at: Whole | null
  readonly own_dial_at: Whole | null
  readonly transcript_read_at: Whole | null
}

interface TakenRow {
  readonly micros: Whole | null
  readonly hour: Whole | null
}

interface SpentRow {
  readonly hour: Whole
  readonly micros: Whole
}

/** What the policy asks of earlier calls, as things stand in the transaction that reads it; and the turn of the next one. */
export const readHistory = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  call: Call,
  order: PolicyOrder | null,
  erasedNumber: string
) {
  const profile = order?.profile ?? builtInProfiles.rig
  const account = accountOf(call.identity)
  const now = DateTime.toEpochMillis(call.createdAt)
  const recent = now - tenMinutes
  const block = call.to.slice(0, -2)
  const full = (calls: number | null, millis: number) =>
    calls === null
      ? sql`NULL`
      : sql`(SELECT created_at FROM calls WHERE account = ${account} AND created_at > ${now - millis} AND account_seq =
          (SELECT max(account_seq) FROM calls WHERE account = ${account}) + 1 - ${calls})`
  const suppressed = (column: "source" | "added_at") =>
    sql`coalesce((SELECT ${sql(column)} FROM suppressions WHERE ${sql.in("number", numberForms(call.to))} ORDER BY id LIMIT 1),
      (SELECT ${sql(column)} FROM erased_suppressions WHERE number_hash = ${erasedNumber}))`
  const sinceReopened = sql`coalesce((SELECT max(reopened_at) FROM breakers), 0)`
  // Another account is another key of the provider, which whoever tripped the breaker may have as well.
  const openBreaker = (column: "reason" | "tripped_at") =>
    sql`(SELECT ${sql(column)} FROM breakers WHERE reopened_at IS NULL ORDER BY account LIMIT 1)`
  const dayAgo = now - 86_400_000
  const inBlock = sql`to_number >= ${`${block}00`} AND to_number <= ${`${block}99`} AND to_number <> ${call.to} AND may_have_rung = 1`
  const abroadSince = (instant: number) =>
    sql`FROM calls WHERE account = ${account} AND stranger_abroad = 1
      AND created_at > ${instant} AND created_at > ${sinceReopened}`
  const strangersFull = (most: number | null | undefined, instant: number) =>
    most === null || most === undefined
      ? sql`NULL`
      : sql`(SELECT created_at FROM calls WHERE account = ${account} AND stranger = 1
          AND created_at > ${instant} AND created_at > ${sinceReopened} ORDER BY created_at DESC LIMIT 1 OFFSET ${most - 1})`
  const [row] = yield* sql<HistoryRow>`SELECT
    ${suppressed("source")} AS suppression_source,
    ${suppressed("added_at")} AS suppressed_at,
    (SELECT count(*) FROM (SELECT 1 FROM calls WHERE to_number IN (${call.to}, ${erasedNumber}) AND may_have_rung = 1 LIMIT ${mostCounted}) AS rung) AS ever,
    (SELECT count(*) FROM (SELECT 1 FROM calls WHERE account = ${account} AND live = 1 AND id <> ${call.id} LIMIT ${profile.liveCalls ?? 1}) AS alive) AS live,
    (SELECT max(account_seq) FROM calls WHERE account = ${account}) AS last_seq,
    (SELECT created_at FROM calls WHERE account = ${account} AND account_seq IS NOT NULL
      ORDER BY account_seq DESC LIMIT 1) AS last_at,
    ${full(profile.callsPerMinute, 60_000)} AS full_minute,
    ${full(profile.callsPerHour, 3_600_000)} AS full_hour,
    ${full(profile.callsPerDay, 86_400_000)} AS full_day,
    (SELECT sum(seconds) FROM dial_amounts WHERE account = ${account} AND hour >= ${hourOf(now) - 24}) AS seconds,
    (SELECT sum(micros) FROM dial_amounts WHERE account = ${account} AND hour >= ${hourOf(now) - 24}) AS micros,
    (SELECT count(DISTINCT to_number) FROM calls WHERE ${inBlock}
      AND created_at > ${recent} AND created_at > ${sinceReopened}) AS neighbours,
    (SELECT count(*) FROM (SELECT min(created_at) AS first_at FROM calls WHERE ${inBlock} GROUP BY to_number) AS firsts
      WHERE first_at > ${dayAgo} AND first_at > ${sinceReopened}) AS new_neighbours,
    (SELECT sum(kin) FROM calls WHERE account = ${account} AND kin > 0
      AND created_at > ${recent} AND created_at > ${sinceReopened}) AS kin,
    (SELECT count(*) ${abroadSince(recent)}) AS strangers,
    (SELECT sum(reserved_micros) ${abroadSince(recent)}) AS stranger_micros,
    (SELECT count(*) ${abroadSince(dayAgo)}) AS strangers_in_day,
    (SELECT sum(reserved_micros) ${abroadSince(dayAgo)}) AS stranger_micros_in_day,
    ${strangersFull(profile.fanOut?.strangers, recent)} AS strangers_full,
    ${strangersFull(profile.fanOut?.strangersInDay, dayAgo)} AS strangers_full_day,
    ${openBreaker("reason")} AS breaker_reason,
    ${openBreaker("tripped_at")} AS breaker_at,
    (SELECT max(created_at) FROM calls WHERE to_number IN (${call.to}, ${erasedNumber}) AND may_have_rung = 1
      AND owner = ${call.owner}) AS own_dial_at,
    (SELECT read_at FROM transcript_reads WHERE owner = ${call.owner}) AS transcript_read_at`
  const attempts = yield* sql<{ readonly created_at: Whole }>`SELECT created_at FROM calls
    WHERE to_number IN (${call.to}, ${erasedNumber}) AND may_have_rung = 1 AND created_at > ${now - month}
    ORDER BY created_at DESC LIMIT 100`
  if (row === undefined) return yield* Effect.die(new Error("a SELECT without FROM gave no row"))
  const isStranger = Number(row.ever) === 0
  const microsInDay = Number(row.micros ?? 0)
  const spent =
    order !== null && isBudgetSpent(order.facts, profile, microsInDay)
      ? yield* sql<SpentRow>`SELECT hour, micros FROM dial_amounts WHERE account = ${account}
          AND hour >= ${hourOf(now) - 7 * 24} AND (hour + 1) * 3600000 > ${sinceReopened}`
      : []
  const hours = spent.map(({ hour, micros }) => ({ hour: Number(hour), micros: Number(micros) }))
  const history: DialHistory = {
    suppression:
      row.suppression_source === null ? null : { source: row.suppression_source, at: Number(row.suppressed_at) },
    attempts: attempts.map(({ created_at }) => Number(created_at)),
    attemptsEver: Number(row.ever),
    liveCalls: Number(row.live),
    lastDialAt: numberOrNull(row.last_at),
    fullSince: {
      minute: numberOrNull(row.full_minute),
      hour: numberOrNull(row.full_hour),
      day: numberOrNull(row.full_day)
    },
    secondsInDay: Number(row.seconds ?? 0),
    microsInDay,
    budgetDays: budgetDaysOf(hours, hourOf(now), profile),
    neighbours: Number(row.neighbours),
    newNeighbours: Number(row.new_neighbours),
    neighboursInAll: Number(row.kin ?? 0),
    isStranger,
    strangersAbroad: { numbers: Number(row.strangers), micros: Number(row.stranger_micros ?? 0) },
    strangersAbroadInDay: { numbers: Number(row.strangers_in_day), micros: Number(row.stranger_micros_in_day ?? 0) },
    strangersFullSince: { tenMinutes: numberOrNull(row.strangers_full), day: numberOrNull(row.strangers_full_day) },
    breaker: row.breaker_reason === null ? null : { reason: row.breaker_reason, at: Number(row.breaker_at) },
    lastOwnDialAt: numberOrNull(row.own_dial_at),
    lastTranscriptReadAt: numberOrNull(row.transcript_read_at)
  }
  return { history, seq: Number(row.last_seq ?? 0) + 1 }
})

/** What an account took of the day's money. */
export const readTaken = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, account: string, now: number) {
  const [row] = yield* sql<TakenRow>`SELECT sum(micros) AS micros, min(hour) AS hour FROM dial_amounts
    WHERE account = ${account} AND hour >= ${hourOf(now) - 24} AND micros > 0`
  const taken: DayTaken = { micros: Number(row?.micros ?? 0), oldestHour: numberOrNull(row?.hour ?? null) }
  return taken
})

/** How often a number may have been called before counting stops. */
const mostCounted = 10_000
const tenMinutes = 600_000
const month = 31 * 86_400_000

const hourOf = (millis: number): number => Math.floor(millis / 3_600_000)
const numberOrNull = (value: Whole | null): number | null => (value === null ? null : Number(value))

/** What a claimed call takes of the limits, as columns of its row. */
export const takenBy = (call: Call, order: PolicyOrder | null, history: DialHistory, seq: number) => {
  const { isStranger } = history
  const abroad = order !== null && order.facts.region !== order.facts.callerRegion
  return {
    account: accountOf(call.identity),
    // A call that was brought back is counted for its number, and takes no turn among those that are dialled now.
    account_seq: order === null ? null : seq,
    may_have_rung: phoneMayHaveRung(call) ? 1 : 0,
    stranger: order !== null && isStranger ? 1 : 0,
    kin: order === null ? 0 : kinOf(history, DateTime.toEpochMillis(call.createdAt)),
    stranger_abroad: abroad && isStranger ? 1 : 0,
    reserved_seconds: billedSeconds(order?.facts.maxDurationSeconds ?? 0),
    reserved_micros: order === null ? 0 : costOf(order.facts, order.facts.maxDurationSeconds)
  }
}

/** Adds to what the calls of an hour took, or gives back what they did not use. */
const addAmounts = (sql: SqlClient.SqlClient, account: string, at: number, seconds: number, micros: number) =>
  seconds === 0 && micros === 0
    ? Effect.void
    : sql`INSERT INTO dial_amounts (account, hour, seconds, micros) VALUES (${account}, ${hourOf(at)}, ${seconds}, ${micros})
        ON CONFLICT (account, hour) DO UPDATE SET seconds = dial_amounts.seconds + excluded.seconds,
          micros = dial_amounts.micros + excluded.micros`

/** Keeps why a call was allowed, and what is reserved for it, and gives the text of the evidence. */
export const keepAllowed = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  call: Call,
  order: PolicyOrder,
  evaluation: PolicyEvaluation,
  digest: (text: string) => Effect.Effect<string>
) {
  const { facts } = order
  yield* addAmounts(
    sql,
    accountOf(call.identity),
    DateTime.toEpochMillis(call.createdAt),
    billedSeconds(facts.maxDurationSeconds),
    costOf(facts, facts.maxDurationSeconds)
  )
  const spoken = facts.firstMessage === null ? null : yield* digest(facts.firstMessage)
  const text = JSON.stringify(evidenceOf(order, evaluation, spoken))
  yield* sql`INSERT INTO dial_evidence (call_id, evidence) VALUES (${call.id}, ${text})`
  return text
})

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
