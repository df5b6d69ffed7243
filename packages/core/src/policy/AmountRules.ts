import { allow, type Judgement, type PolicyRule, type Question, refuse, refuseUntil } from "./PolicyRule.ts"
import { billedSeconds, costOf, microsPerMinute } from "./Rates.ts"

export const liveCalls: PolicyRule = {
  id: "live-calls",
  judge: ({ history, profile }) =>
    profile.liveCalls === null
      ? allow(`The profile ${profile.name} does not limit how many calls are live.`)
      : history.liveCalls < profile.liveCalls
        ? allow(`${history.liveCalls} calls are live.`)
        : refuse(`${history.liveCalls} calls are live, which is as many as the profile ${profile.name} allows.`)
}

/** The carrier queues what comes faster than it dials, and rings it hours later. */
export const pace: PolicyRule = {
  id: "pace",
  judge: ({ history: { lastDialAt }, now, profile: { paceMillis } }) => {
    const opens = lastDialAt === null ? 0 : lastDialAt + paceMillis
    return opens <= now
      ? allow("The last dial is long enough ago.")
      : refuseUntil(opens, `One call is dialled every ${paceMillis / 1000} s, so that the carrier queues none.`)
  }
}

export const callRate: PolicyRule = {
  id: "call-rate",
  judge: ({ history: { fullSince }, now, profile: { callsPerDay, callsPerHour, callsPerMinute } }) => {
    const full = [
      ...window(fullSince.minute, 60_000, `${callsPerMinute} calls a minute`),
      ...window(fullSince.hour, 3_600_000, `${callsPerHour} calls an hour`),
      ...window(fullSince.day, 86_400_000, `${callsPerDay} calls a day`)
    ].filter(({ opens }) => opens > now)
    const latest = full.toSorted((a, b) => b.opens - a.opens)[0]
    return latest === undefined
      ? allow("There is room for another call.")
      : refuseUntil(latest.opens, `${latest.limit} are placed, which is as many as may be.`)
  }
}

const window = (since: number | null, millis: number, limit: string) =>
  since === null ? [] : [{ opens: since + millis, limit }]

export const minutes: PolicyRule = {
  id: "minutes",
  judge: ({ facts, history: { secondsInDay }, profile }) => {
    const { askedSeconds, maxDurationSeconds } = facts
    const { longestCallSeconds, minutesPerDay, name } = profile
    if (askedSeconds !== null && longestCallSeconds !== null && askedSeconds > longestCallSeconds) {
      return refuse(`The call may last ${askedSeconds} s, and the profile ${name} allows ${longestCallSeconds} s.`)
    }
    if (minutesPerDay === null) return allow("Minutes are not limited.")
    return secondsInDay + billedSeconds(maxDurationSeconds) <= minutesPerDay * 60
      ? allow(`${Math.ceil(secondsInDay / 60)} of ${minutesPerDay} minutes of the day are taken.${lengthOf(facts)}`)
      : refuse(
          `${Math.ceil(secondsInDay / 60)} of ${minutesPerDay} minutes of the day are taken, and this call may last ${Math.ceil(maxDurationSeconds / 60)}.${lengthOf(facts)}`
        )
  }
}

export const spend: PolicyRule = {
  id: "spend",
  judge: ({ facts, history: { microsInDay }, profile: { dollarsPerDay } }): Judgement => {
    if (dollarsPerDay === null) return allow("Spending is not limited.")
    if (microsPerMinute(facts) === null)
      return refuse("What a minute costs there is not known, and the profile has a budget.")
    const cost = costOf(facts, facts.maxDurationSeconds)
    return microsInDay + cost <= dollarsPerDay * 1_000_000
      ? allow(`${dollars(microsInDay)} of ${dollarsPerDay} dollars of the day are taken.${lengthOf(facts)}`)
      : refuse(
          `${dollars(microsInDay)} of ${dollarsPerDay} dollars of the day are taken, and this call may cost ${dollars(cost)}.${lengthOf(facts)}`
        )
  }
}

/** Why more is counted for a call than most of them take. */
const lengthOf = ({ isLengthUnknown, maxDurationSeconds }: Question["facts"]): string =>
  isLengthUnknown === true
    ? ` It is not known when the agent ends a call: the ${Math.ceil(maxDurationSeconds / 60)} minutes that the provider allows are counted.`
    : ""

const dollars = (micros: number): string => (micros / 1_000_000).toFixed(2)
