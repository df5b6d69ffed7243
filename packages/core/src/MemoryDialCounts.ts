import { DateTime } from "effect"
import { accountOf, type Call, isLive, phoneMayHaveRung } from "./Call.ts"
import type { DialHistory } from "./policy/DialFacts.ts"
import type { PolicyOrder } from "./policy/PolicyOrder.ts"
import { billedSeconds, costOf } from "./policy/Rates.ts"
import { usedSeconds } from "./UsedSeconds.ts"

/** A call that was claimed, and by what order. */
export interface CountedCall {
  readonly call: Call
  /** Null for one that was brought back. */
  readonly order: PolicyOrder | null
  readonly isStranger: boolean
}

/** What persons decided, and breakers that tripped. */
export interface Standing {
  readonly lastTranscriptReadAt: number | null
  readonly suppression: DialHistory["suppression"]
  readonly breaker: (DialHistory["breaker"] & { readonly reopenedAt: number | null }) | null
}

/** What the policy asks of earlier calls, counted over the calls themselves. `calls` are in the order of their claims. */
export const historyOf = (
  calls: ReadonlyArray<CountedCall>,
  { breaker, lastTranscriptReadAt, suppression }: Standing,
  { createdAt, id, identity, owner, to }: Call,
  { profile }: PolicyOrder
): DialHistory => {
  const now = DateTime.toEpochMillis(createdAt)
  const account = accountOf(identity)
  const toNumber = calls.filter(({ call }) => call.to === to && phoneMayHaveRung(call)).map(({ call }) => at(call))
  const ofAccount = calls.filter(({ call, order }) => order !== null && accountOf(call.identity) === account)
  const since = Math.max(now - 600_000, breaker?.reopenedAt ?? 0)
  const strangers = ofAccount.filter((counted) => at(counted.call) > since && isStrangerAbroad(counted))
  const inDay = ofAccount.filter(({ call }) => hourOf(at(call)) >= hourOf(now) - 24)
  const filling = (most: number | null, millis: number): number | null => {
    const first = most === null ? undefined : ofAccount.at(-most)
    return first === undefined || at(first.call) <= now - millis ? null : at(first.call)
  }
  const last = ofAccount.at(-1)
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
    microsInDay: sum(inDay.map((counted) => microsOf(counted, secondsOf(counted)))),
    neighbours: new Set(
      calls.flatMap(({ call }) =>
        at(call) > since && call.to !== to && call.to.slice(0, -2) === to.slice(0, -2) ? [call.to] : []
      )
    ).size,
    isStranger: toNumber.length === 0,
    strangersAbroad: {
      numbers: strangers.length,
      micros: sum(strangers.map((counted) => microsOf(counted, counted.order?.facts.maxDurationSeconds ?? 0)))
    },
    breaker: breaker === null || breaker.reopenedAt !== null ? null : breaker,
    lastOwnDialAt: newestOf(
      calls
        .filter(({ call }) => call.to === to && call.owner === owner && phoneMayHaveRung(call))
        .map(({ call }) => at(call))
    ),
    lastTranscriptReadAt
  }
}

const at = ({ createdAt }: Call): number => DateTime.toEpochMillis(createdAt)
const newestOf = (instants: ReadonlyArray<number>): number | null =>
  instants.length === 0 ? null : Math.max(...instants)
const hourOf = (millis: number): number => Math.floor(millis / 3_600_000)
const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((total, number) => total + number, 0)

const isStrangerAbroad = ({ isStranger, order }: CountedCall): boolean =>
  isStranger && order !== null && order.facts.region !== order.facts.callerRegion

const secondsOf = ({ call, order }: CountedCall): number => {
  const used = usedSeconds(call)
  return billedSeconds(used ?? order?.facts.maxDurationSeconds ?? 0)
}

const microsOf = ({ order }: CountedCall, seconds: number): number =>
  order === null ? 0 : costOf(order.facts, seconds)
