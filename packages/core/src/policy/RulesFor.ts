import type { Purpose } from "../CallRequest.ts"
import { dayOfDate } from "./CalendarDay.ts"
import type { CallingRule } from "./CallingRule.ts"
import { callingRules } from "./CallingRules.ts"
import { homeOf, isOfEuropeanUnion } from "./Jurisdictions.ts"

const hour = 3_600_000
const day = 24 * hour

/** For which call rules are wanted. */
export interface RuleQuestion {
  /** ISO 3166-1 code of the number's country; null when it has none. */
  readonly region: string | null
  /** ISO 3166-2 codes of the states or provinces in which the person may be. */
  readonly states: ReadonlyArray<string>
  /** Whether the request itself named the state. A number alone does not tell where its owner lives. */
  readonly isStateGiven: boolean
  readonly purpose: Purpose
  /** Epoch milliseconds. */
  readonly at: number
}

/**
 * The rules that a call has to keep: those of the house, of the country, of the Union when the country is a member, and
 * of each state or province in which the person may be, as far as they are in force at the instant anywhere on Earth.
 *
 * A sales call to a number of the United States keeps the rules of every state, unless the request names the person's;
 * so does any call whose states are not known. A test keeps none.
 */
export const rulesFor = (question: RuleQuestion): ReadonlyArray<CallingRule> => {
  const { at, purpose } = question
  return purpose === "test"
    ? []
    : reaching(question, purpose)
        .filter(({ from, to }) => from <= at && at < to)
        .map(({ rule }) => rule)
}

/** A rule, and when it is in force: from when the first day begins on Earth until the last day has ended everywhere. */
interface Span {
  readonly rule: CallingRule
  readonly from: number
  readonly to: number
}

const spans: ReadonlyArray<Span> = callingRules.map((rule) => ({
  rule,
  from: rule.effectiveFrom === null ? Number.NEGATIVE_INFINITY : dayOfDate(rule.effectiveFrom) * day - 14 * hour,
  to: rule.effectiveTo === null ? Number.POSITIVE_INFINITY : (dayOfDate(rule.effectiveTo) + 1) * day + 12 * hour
}))

/** The rules of a place and a purpose, whenever they are in force. Places come again and again. */
const reaching = (question: RuleQuestion, purpose: Exclude<Purpose, "test">): ReadonlyArray<Span> => {
  const { isStateGiven, region, states } = question
  const key = `${purpose} ${region} ${isStateGiven} ${states.join(" ")}`
  const known = found.get(key)
  if (known !== undefined) return known
  const reach = reachOf(question)
  const reached = spans.filter(({ rule }) => rule.purposes.includes(purpose) && reach(rule.jurisdiction))
  if (found.size >= 1000) found.clear()
  found.set(key, reached)
  return reached
}

const found = new Map<string, ReadonlyArray<Span>>()

const reachOf = ({ isStateGiven, purpose, region, states }: RuleQuestion): ((jurisdiction: string) => boolean) => {
  const countries = new Set([
    ...(region === null ? [] : [region, homeOf(region)]),
    ...states.map((state) => state.slice(0, 2))
  ])
  const roams = states.length === 0 || (!isStateGiven && purpose === "sales" && countries.has("US"))
  const inUnion = [...countries].some(isOfEuropeanUnion)
  return (jurisdiction) => {
    if (jurisdiction === "*") return true
    if (jurisdiction === "EU") return inUnion
    const country = jurisdiction.slice(0, 2)
    return countries.has(country) && (jurisdiction === country || roams || states.includes(jurisdiction))
  }
}
