import { allow, type Judgement, type PolicyRule, refuse, refuseUntil } from "./PolicyRule.ts"

/** So many calls to one number within a span. */
interface Cap {
  readonly most: number
  readonly millis: number
  readonly span: string
  readonly row: string | null
}

export const attempts: PolicyRule = {
  id: "attempts",
  judge: ({ history, now, profile, rows }) => {
    const { attemptsEver } = profile
    if (attemptsEver !== null && history.attemptsEver >= attemptsEver) {
      return refuse(`The number was called ${history.attemptsEver} times; the profile allows ${attemptsEver} in all.`)
    }
    const caps: ReadonlyArray<Cap> = [
      ...own(profile.attemptsPerHour, hour, "hour"),
      ...own(profile.attemptsPerDay, 24 * hour, "day"),
      ...own(profile.attemptsPerWeek, 168 * hour, "week"),
      ...rows.flatMap(({ id, says }) =>
        says.type === "attempts"
          ? [{ most: says.most, millis: says.withinHours * hour, span: `${says.withinHours} hours`, row: id }]
          : []
      )
    ]
    const full = caps.flatMap((cap) => {
      const filling = history.attempts[cap.most - 1]
      return filling !== undefined && filling > now - cap.millis ? [{ cap, opens: filling + cap.millis }] : []
    })
    const latest = full.toSorted((a, b) => b.opens - a.opens)[0]
    return latest === undefined ? allow("The number was not called too often.") : tooOften(latest.cap, latest.opens)
  }
}

const hour = 3_600_000

const own = (most: number | null, millis: number, span: string): ReadonlyArray<Cap> =>
  most === null ? [] : [{ most, millis, span: `one ${span}`, row: null }]

const tooOften = ({ most, row, span }: Cap, opens: number): Judgement =>
  refuseUntil(
    opens,
    `The number was called ${most === 1 ? "once" : `${most} times`} within ${span}, which is as often as it may be.`,
    row === null ? [] : [row]
  )

export const coolDown: PolicyRule = {
  id: "cool-down",
  judge: ({ history: { attempts: called }, now, profile: { coolDownSeconds } }) => {
    const last = called[0]
    const opens = last === undefined ? 0 : last + coolDownSeconds * 1000
    return opens <= now
      ? allow("The last call to the number is long enough ago.")
      : refuseUntil(opens, `The number was called less than ${coolDownSeconds} s ago.`)
  }
}
