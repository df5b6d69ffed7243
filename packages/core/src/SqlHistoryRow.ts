import { budgetDaysOf, hourOf, type HourSpent, isBudgetSpent } from "./policy/BudgetDays.ts"
import type { DialHistory } from "./policy/DialFacts.ts"
import type { PolicyOrder } from "./policy/PolicyOrder.ts"
import { type AuditEnd, emptyAudit } from "./SqlAuditor.ts"

/** A large whole number, as drivers give it. */
type Whole = number | bigint | string

/** The row of `SqlHistoryText`. */
export interface HistoryRow {
  readonly suppression: string | null
  readonly erased_suppression: string | null
  readonly ever: Whole
  readonly own_dial_at: Whole | null
  readonly attempts: string | null
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
  readonly breaker: string | null
  readonly transcript_read_at: Whole | null
  readonly spent: string | null
  readonly audit_end: string | null
}

/** What is read before a call is judged. */
export interface ReadHistory {
  readonly history: DialHistory
  /** The turn of the next call of the account. */
  readonly seq: number
  /** Where the audit log goes on, for whoever has the turn to decide. */
  readonly auditEnd: AuditEnd
}

/** Reads the row for a call that is judged at an instant. */
export const readOf = (row: HistoryRow, { facts, profile }: PolicyOrder, now: number): ReadHistory => {
  const { spent } = row
  const microsInDay = Number(row.micros ?? 0)
  const history: DialHistory = {
    suppression: sourceOf(row.suppression ?? row.erased_suppression),
    attempts: (row.attempts?.split(" ") ?? []).map(Number).toSorted((a, b) => b - a),
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
    budgetDays:
      spent !== null && isBudgetSpent(facts, profile, microsInDay)
        ? budgetDaysOf(spent.split(",").map(hourSpentOf), hourOf(now), profile)
        : 0,
    neighbours: Number(row.neighbours),
    newNeighbours: Number(row.new_neighbours),
    neighboursInAll: Number(row.kin ?? 0),
    isStranger: Number(row.ever) === 0,
    strangersAbroad: { numbers: Number(row.strangers), micros: Number(row.stranger_micros ?? 0) },
    strangersAbroadInDay: { numbers: Number(row.strangers_in_day), micros: Number(row.stranger_micros_in_day ?? 0) },
    strangersFullSince: { tenMinutes: numberOrNull(row.strangers_full), day: numberOrNull(row.strangers_full_day) },
    breaker: reasonOf(row.breaker),
    lastOwnDialAt: numberOrNull(row.own_dial_at),
    lastTranscriptReadAt: numberOrNull(row.transcript_read_at)
  }
  return { history, seq: Number(row.last_seq ?? 0) + 1, auditEnd: auditEndOf(row.audit_end) }
}

const pairOf = (text: string): readonly [number, string] => {
  const space = text.indexOf(" ")
  return [Number(text.slice(0, space)), text.slice(space + 1)]
}

const sourceOf = (text: string | null): DialHistory["suppression"] => {
  if (text === null) return null
  const [at, source] = pairOf(text)
  return { source, at }
}

const reasonOf = (text: string | null): DialHistory["breaker"] => {
  if (text === null) return null
  const [at, reason] = pairOf(text)
  return { reason, at }
}

const auditEndOf = (text: string | null): AuditEnd => {
  if (text === null) return emptyAudit
  const [seq, hash] = pairOf(text)
  return { seq, hash }
}

const hourSpentOf = (text: string): HourSpent => {
  const [hour, micros] = pairOf(text)
  return { hour, micros: Number(micros) }
}

const numberOrNull = (value: Whole | null): number | null => (value === null ? null : Number(value))
