import { DateTime } from "effect"
import { accountOf, type Call, isLive, type NumberedCall, phoneMayHaveRung } from "./Call.ts"
import { budgetDaysOf, hourOf, isBudgetSpent } from "./policy/BudgetDays.ts"
import type { DayTaken } from "./policy/DayTaken.ts"
import type { DialHistory } from "./policy/DialFacts.ts"
import type { PolicyOrder } from "./policy/PolicyOrder.ts"
import { billedSeconds, costOf } from "./policy/Rates.ts"
import { usedSeconds } from "./UsedSeconds.ts"
import { isSamePhone } from "./NumberForms.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"

/** A call that was claimed, and by what order. */
export interface CountedCall {
  readonly call: Call
  /** Its number, also when the call is forgotten. */
  readonly to: PhoneNumber
  /** Null for one that was brought back. */
  readonly order: PolicyOrder | null
  readonly isStranger: boolean
  /** What `kinOf` says of it. */
  readonly kin: number
}

/** What persons decided, and breakers that tripped. */
export interface Standing {
  readonly lastTranscriptReadAt: number | null
  readonly suppression: DialHistory["suppression"]
  readonly breaker: DialHistory["breaker"]
  /** When dialling was last allowed again; 0 for never. */
  readonly reopenedAt: number
}

/** What the policy asks of earlier calls, counted over the calls themselves. `calls` are in the order of their claims. */
export const historyOf = (
  calls: ReadonlyArray<CountedCall>,
  { breaker, lastTranscriptReadAt, reopenedAt: reopened, suppression }: Standing,
  { createdAt, id, identity, owner, to }: NumberedCall,
  { facts, profile }: PolicyOrder
): DialHistory => {
  const now = DateTime.toEpochMillis(createdAt)
  const account = accountOf(identity)
  const toNumber = calls
    .filter((counted) => isSamePhone(counted.to, to) && phoneMayHaveRung(counted.call))
    .map(({ call }) => at(call))
  const ofAccount = calls.filter(({ call, order }) => order !== null && accountOf(call.identity) === account)
  const since = Math.max(now - tenMinutes, reopened)
  const sinceDay = Math.max(now - day, reopened)
  const strangers = ofAccount.filter(({ call, isStranger }) => isStranger && at(call) > sinceDay)
  const abroad = strangers.filter(isAbroad)
  const block = calls.filter(
    (counted) =>
      counted.call.forgottenAt === null &&
      counted.to !== to &&
      isNeighbour(counted.to, to) &&
      phoneMayHaveRung(counted.call)
  )
  const firstCalls = new Map(block.toReversed().map((counted) => [counted.to, at(counted.call)]))
  const fullBy = (most: number | null | undefined, instant: number): number | null => {
    const counted = strangers.filter(({ call }) => at(call) > instant)
    const first = most === null || most === undefined ? undefined : counted.at(-most)
    return first === undefined ? null : at(first.call)
  }
  const inDay = ofAccount.filter(({ call }) => hourOf(at(call)) >= hourOf(now) - 24)
  const filling = (most: number | null, millis: number): number | null => {
    const first = most === null ? undefined : ofAccount.at(-most)
    return first === undefined || at(first.call) <= now - millis ? null : at(first.call)
  }
  const last = ofAccount.at(-1)
  const microsInDay = sum(inDay.map((counted) => microsOf(counted, secondsOf(counted))))
  const spent = ofAccount.flatMap((counted) =>
    at(counted.call) > reopened
      ? [{ hour: hourOf(at(counted.call)), micros: microsOf(counted, secondsOf(counted)) }]
      : []
  )
  return {
    suppression,
    attempts: toNumber
      .filter((instant) => instant > now - 31 * 86_400_000)
      .toSorted((a, b) => b - a)
      .slice(0, 100),
    attemptsEver: toNumber.length,
    liveCalls: calls.filter(({ call }) => accountOf(call.identity) === account && isLive(call) && call.id !== id)
      .length,
    lastDialAt: last === undefined ? null : at(last.call),
    fullSince: {
      minute: filling(profile.callsPerMinute, 60_000),
      hour: filling(profile.callsPerHour, 3_600_000),
      day: filling(profile.callsPerDay, 86_400_000)
    },
    secondsInDay: sum(inDay.map(secondsOf)),
    microsInDay,
    budgetDays: isBudgetSpent(facts, profile, microsInDay) ? budgetDaysOf(spent, hourOf(now), profile) : 0,
    neighbours: new Set(block.flatMap((counted) => (at(counted.call) > since ? [counted.to] : []))).size,
    newNeighbours: [...firstCalls.values()].filter((instant) => instant > sinceDay).length,
    neighboursInAll: sum(ofAccount.map(({ call, kin }) => (at(call) > since ? kin : 0))),
    isStranger: toNumber.length === 0,
    strangersAbroad: reservedFor(abroad.filter(({ call }) => at(call) > since)),
    strangersAbroadInDay: reservedFor(abroad),
    strangersFullSince: {
      tenMinutes: fullBy(profile.fanOut?.strangers, since),
      day: fullBy(profile.fanOut?.strangersInDay, sinceDay)
    },
    breaker,
    lastOwnDialAt: newestOf(
      calls
        .filter(
          (counted) => isSamePhone(counted.to, to) && counted.call.owner === owner && phoneMayHaveRung(counted.call)
        )
        .map(({ call }) => at(call))
    ),
    lastTranscriptReadAt
  }
}

/** What an account took of the day's money. */
export const takenIn = (calls: ReadonlyArray<CountedCall>, account: string, now: number): DayTaken => {
  const taken = calls.flatMap((counted) => {
    const hour = hourOf(at(counted.call))
    const micros = microsOf(counted, secondsOf(counted))
    return accountOf(counted.call.identity) === account && hour >= hourOf(now) - 24 && micros > 0
      ? [{ hour, micros }]
      : []
  })
  return {
    micros: sum(taken.map(({ micros }) => micros)),
    oldestHour: taken.length === 0 ? null : Math.min(...taken.map(({ hour }) => hour))
  }
}

const at = ({ createdAt }: Call): number => DateTime.toEpochMillis(createdAt)
const newestOf = (instants: ReadonlyArray<number>): number | null =>
  instants.length === 0 ? null : Math.max(...instants)
const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((total, number) => total + number, 0)

const isAbroad = ({ order }: CountedCall): boolean => order !== null && order.facts.region !== order.facts.callerRegion

const isNeighbour = (a: string, b: string): boolean => a.slice(0, -2) === b.slice(0, -2)

const reservedFor = (calls: ReadonlyArray<CountedCall>) => ({
  numbers: calls.length,
  micros: sum(calls.map((counted) => microsOf(counted, counted.order?.facts.maxDurationSeconds ?? 0)))
})

const tenMinutes = 600_000
const day = 86_400_000

const secondsOf = ({ call, order }: CountedCall): number => {
  const used = usedSeconds(call)
  return billedSeconds(used ?? order?.facts.maxDurationSeconds ?? 0)
}

const microsOf = ({ order }: CountedCall, seconds: number): number =>
  order === null ? 0 : costOf(order.facts, seconds)
