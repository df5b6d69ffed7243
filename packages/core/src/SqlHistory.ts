import { DateTime, Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import { accountOf, type Call } from "./Call.ts"
import { numberForms } from "./NumberForms.ts"
import { hourOf } from "./policy/BudgetDays.ts"
import type { PolicyOrder } from "./policy/PolicyOrder.ts"
import { costOf } from "./policy/Rates.ts"
import { type HistoryRow, readOf } from "./SqlHistoryRow.ts"
import { type HistoryValues, historyText } from "./SqlHistoryText.ts"

/** Reads what the policy asks of earlier calls, as things stand in the transaction that reads it. */
export const makeReadHistory = (sql: SqlClient.SqlClient) => {
  const { paramsOf, statement } = historyText(
    sql.onDialectOrElse({ pg: () => "pg" as const, orElse: () => "sqlite" as const })
  )
  return Effect.fnUntraced(function* (call: Call, order: PolicyOrder, erasedNumber: string) {
    const [row] = yield* sql.unsafe<HistoryRow>(statement, paramsOf(valuesOf(call, order, erasedNumber)))
    return row === undefined
      ? yield* Effect.die(new Error("the history gave no row"))
      : readOf(row, order, millisOf(call))
  })
}

const valuesOf = (call: Call, { facts, profile }: PolicyOrder, erased: string): HistoryValues => {
  const now = millisOf(call)
  const block = call.to.slice(0, -2)
  const { dollarsPerDay, fanOut } = profile
  const [strangers, strangersSince] = strangersOf(fanOut?.strangers, now - tenMinutes)
  const [strangersInDay, strangersInDaySince] = strangersOf(fanOut?.strangersInDay, now - day)
  return {
    to: call.to,
    otherForm: numberForms(call.to)[1] ?? call.to,
    erased,
    id: call.id,
    owner: call.owner,
    account: accountOf(call.identity),
    firstOfBlock: `${block}00`,
    lastOfBlock: `${block}99`,
    recent: now - tenMinutes,
    minuteAgo: now - 60_000,
    hourAgo: now - 3_600_000,
    dayAgo: now - day,
    monthAgo: now - 31 * day,
    hourDayAgo: hourOf(now) - 24,
    firstHour: hourOf(now) - 7 * 24,
    limitsLive: flagOf(profile.liveCalls),
    limitsKin: flagOf(fanOut?.neighboursInAll),
    perMinute: profile.callsPerMinute,
    perHour: profile.callsPerHour,
    perDay: profile.callsPerDay,
    strangers,
    strangersSince,
    strangersInDay,
    strangersInDaySince,
    budgetLeft: dollarsPerDay === null ? null : budgetLeftOf(dollarsPerDay, costOf(facts, facts.maxDurationSeconds))
  }
}

const flagOf = (limit: number | null | undefined) => (typeof limit === "number" ? 1 : 0)

/** After how many newer strangers a limit on them is full, and from when on they count: where there is none, never. */
const strangersOf = (most: number | null | undefined, since: number) =>
  most === null || most === undefined ? ([0, Number.MAX_SAFE_INTEGER] as const) : ([most - 1, since] as const)

/** One less, so that no rounding leaves out what `isBudgetSpent` asks for. */
const budgetLeftOf = (dollarsPerDay: number, cost: number): number =>
  Math.min(Math.floor(dollarsPerDay * 1_000_000 - cost) - 1, Number.MAX_SAFE_INTEGER)

const millisOf = ({ createdAt }: Call): number => DateTime.toEpochMillis(createdAt)

const tenMinutes = 600_000
const day = 86_400_000
